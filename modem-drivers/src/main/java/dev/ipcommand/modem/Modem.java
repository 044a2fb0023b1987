package dev.ipcommand.modem;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A modem that answered and was identified, on one open AT port.
 *
 * <p><b>Threading.</b> Every method blocks until the modem has answered or the command's own deadline has passed. Calls
 * from several threads are serialised by the AT channel in the order of arrival; sends go before reads of state.
 * {@link #close()} may be called from any thread and ends every wait within 2 s.
 *
 * <p><b>Failure.</b> A {@link ModemException} says by its {@link ModemException.Kind kind} what the caller can do. After
 * {@code PORT_GONE} only {@link #close()} is useful.
 */
public interface Modem extends AutoCloseable {
    /** Who answered; fixed while the port is open. */
    ModemIdentity identity();

    /** The dialect, for example {@code quectel}. */
    String driver();

    /** What this modem can do over AT. */
    Set<Capability> capabilities();

    /**
     * Brings the modem from whatever state it is in to one in which it can register and report: error texts, URC port,
     * low power off, the access point's name (only written, inside {@code CFUN=4}, if it differs), registration and
     * context URCs. Idempotent; run again after every reboot of the modem.
     */
    void initialise(DataSettings settings) throws ModemException, InterruptedException;

    /** The SIM's state. Busy is a state, not a failure. */
    SimState readSim() throws ModemException, InterruptedException;

    /** The card's number, 19 or 20 digits, a trailing {@code F} stripped; empty if the modem does not tell. */
    Optional<String> readIccid() throws ModemException, InterruptedException;

    /** The best registration of the packet domains ({@code +CEREG}, {@code +CGREG}, then {@code +CREG}). */
    Registration readRegistration() throws ModemException, InterruptedException;

    /** Signal strength; unknown stays unknown. */
    Signal readSignal() throws ModemException, InterruptedException;

    /** Raises the data context unless it is up already, and reads its address. */
    Inet4Address activate() throws ModemException, InterruptedException;

    /**
     * Makes sure that the context which the host's own interface uses is up ({@code +CGACT}), without touching the
     * modem's socket stack, and reads its address ({@code +CGPADDR}, 27.007 §10.1.14).
     *
     * @throws ModemException of kind {@code REFUSED} if the context has no address
     */
    Inet4Address raiseHostContext() throws ModemException, InterruptedException;

    /** The data context's address; empty if the context is down or has none. */
    Optional<Inet4Address> readAddress() throws ModemException, InterruptedException;

    /** Takes the data context down; a modem that says it was down already is no failure. */
    void deactivate() throws ModemException, InterruptedException;

    /**
     * Opens a UDP endpoint in the modem's own stack. A socket id that the modem still holds from an earlier life is
     * closed and opened again, once.
     *
     * @param localPort 1 to 65535
     * @param receiver gets every datagram, whole and in order, on the channel's URC thread; must not block for long
     * @throws ModemException of kind {@code UNSUPPORTED} if {@link Capability#EMBEDDED_UDP} is missing
     */
    UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) throws ModemException, InterruptedException;

    /** Restarts the modem by command. The port may vanish before the answer: that is success. */
    void reboot() throws ModemException, InterruptedException;

    /**
     * Switches the modem off by command. It comes back only through its power or its power key.
     *
     * @throws ModemException of kind {@code UNSUPPORTED} if this driver knows no command for it
     */
    default void powerOff() throws ModemException, InterruptedException {
        throw unsupported("switching off");
    }

    /**
     * Lets the modem choose its network anew, by itself: {@code +COPS=0} (27.007 §7.3), or what the dialect has. Never a
     * manual choice: the network that a multi-IMSI card's present identity may use changes with it.
     */
    default void searchAgain() throws ModemException, InterruptedException {
        throw unsupported("searching anew");
    }

    /** Detaches from packet service and attaches again ({@code +CGATT}, 27.007 §10.1.9). */
    default void reattach() throws ModemException, InterruptedException {
        throw unsupported("detaching");
    }

    /**
     * Switches the radio off ({@code +CFUN=4}) and on again, automatic network selection included. Between the two the card's
     * list of forbidden networks (EF 6F7B) is read and, if it holds any and that is allowed, cleared.
     *
     * @param mayClearForbidden whether the card may be written: it wears
     * <p>However it ends, the radio was told to come on again. Once the card was written, or may have been, nothing is thrown:
     * the writing must be known, so what failed after it is only logged, and shows in the next reading of the registration.
     *
     * @return whether the card was written, or may have been
     */
    default boolean cycleRadio(boolean mayClearForbidden) throws ModemException, InterruptedException {
        throw unsupported("switching the radio off");
    }

    /**
     * Gives the SIM its PIN, once ({@code +CPIN=}, 27.007 §8.3). The PIN is in no message and no log.
     *
     * @return false if the card refused it: a second try of the same PIN brings it closer to its PUK
     */
    default boolean enterPin(String pin) throws ModemException, InterruptedException {
        throw unsupported("entering a PIN");
    }

    private ModemException unsupported(String what) {
        return new ModemException(ModemException.Kind.UNSUPPORTED, "driver " + driver() + ": " + what);
    }

    /** How long this model takes from a start until it answers, at most; its source stands in its profile. */
    default Duration bootTime() {
        return Duration.ofSeconds(30);
    }

    /** Asks the modem again whether it is there: the cheapest command it has. */
    void ping() throws ModemException, InterruptedException;

    /**
     * Registers the one listener for what the modem says by itself. Events come in order, off the read thread; the
     * listener may issue commands.
     */
    void onEvent(Consumer<ModemEvent> listener);

    /** How many commands failed to get an answer in a row; 0 after every answer. */
    int consecutiveTimeouts();

    /** The profile that holds this model's timings and quirks; empty if there is none. */
    default String profileName() {
        return "";
    }

    /** What the AT channel has counted since it was opened. */
    default AtCounters counters() {
        return AtCounters.NONE;
    }

    /**
     * Runs a line that a person typed, in turn with all others. Its answer is in no message and no log.
     *
     * @param patience how long it may wait for its turn, and then for its answer
     * @return the answer, also if the modem refused; an exception of kind {@code BUSY} says what was in the way
     */
    default TypedAnswer pass(TypedLine line, Duration patience) throws ModemException, InterruptedException {
        throw unsupported("typed commands");
    }

    /** Closes channel and port. Idempotent. */
    @Override
    void close();
}
