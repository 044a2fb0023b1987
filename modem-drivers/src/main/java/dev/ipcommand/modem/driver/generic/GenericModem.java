package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Registration.Status;
import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.SimState;
import dev.ipcommand.modem.TypedAnswer;
import dev.ipcommand.modem.TypedLine;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.TypedCommand;
import dev.ipcommand.modem.at.Urc;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.command.RegistrationDomain;
import dev.ipcommand.modem.driver.Attachment;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A modem by 27.007. Dialects extend it and override what differs.
 *
 * <p><b>Threading.</b> The channel serialises commands; what is kept between them is volatile or guarded by the URC thread.
 */
public class GenericModem implements Modem, AtChannel.Listener {
    private static final System.Logger LOG = System.getLogger(GenericModem.class.getName());

    private static final int REFUSED_POWER_OFFS = 6;
    private static final Duration BETWEEN_POWER_OFFS = Duration.ofMillis(500);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

    private final AtChannel channel;
    private final ModemIdentity identity;
    private final ModemProfile profile;
    private final Attachment.PortKind portKind;
    private final UrcClassifier classifier;
    private final Radio radio;
    private volatile Consumer<ModemEvent> events = event -> {};
    private volatile @Nullable DataSettings settings;
    private volatile boolean tellsExtendedSignal = true;
    /** Whether the access point's name is still to be written, because the card was not open. */
    private volatile boolean contextIsDue;

    protected GenericModem(Attachment attachment, ModemProfile profile) {
        this.channel = attachment.channel();
        this.identity = attachment.identity();
        this.profile = profile;
        this.portKind = attachment.portKind();
        this.classifier = new UrcClassifier(attachment.clock());
        this.radio = new Radio(this, channel, profile, classifier);
    }

    /** Starts to hear URCs; called once, by the driver, when the object is whole. */
    public final GenericModem listening() {
        channel.listen(this);
        return this;
    }

    @Override
    public ModemIdentity identity() {
        return identity;
    }

    @Override
    public String driver() {
        return "generic";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void initialise(DataSettings data) throws ModemException, InterruptedException {
        settings = data;
        for (String line : List.of("ATE0", "ATV1", "ATQ0")) {
            tryOut(GenericCommands.plain(line));
        }
        if (!tryOut(GenericCommands.plain("AT+CMEE=2"))) {
            tryOut(GenericCommands.plain("AT+CMEE=1"));
        }
        beforeRadio();
        for (ModemProfile.Repair repair : profile.repairs()) {
            OptionalInt now = ask(GenericCommands.readSetting(repair.setting())).orElse(OptionalInt.empty());
            if (now.isPresent() && repair.harmful().contains(now.getAsInt())) {
                tryOut(GenericCommands.plain("AT" + repair.setting() + "=" + repair.instead()));
            }
        }
        // In PSM or eDRX a listener is deaf for seconds to hours; both settings survive a reboot (27.007 §7.38, §7.40).
        tryOut(GenericCommands.plain("AT+CPSMS=0"));
        tryOut(GenericCommands.plain("AT+CEDRXS=0"));
        for (String line : profile.extraInit()) {
            tryOut(GenericCommands.plain(line));
        }
        defineContext(data.apn());
        for (RegistrationDomain domain :
                List.of(RegistrationDomain.CIRCUIT, RegistrationDomain.PACKET, RegistrationDomain.EPS)) {
            if (!tryOut(domain.enableUrcsWithCause())) {
                tryOut(domain.enableUrcs());
            }
        }
        if (!tryOut(GenericCommands.plain("AT+CGEREP=2,1"))) {
            tryOut(GenericCommands.plain("AT+CGEREP=1"));
        }
    }

    /** What a dialect sets while the radio may still be off: where URCs go, how data is shown. */
    protected void beforeRadio() throws ModemException, InterruptedException {}

    /** The LTE default bearer attaches with cid 1, so the name must stand before the radio is on. */
    private void defineContext(String apn) throws ModemException, InterruptedException {
        contextIsDue = false;
        boolean same = askTwice(GenericCommands.readContextDefinition())
                .flatMap(found -> found)
                .map(p -> p.text(1).equalsIgnoreCase("IP") && p.text(2).equalsIgnoreCase(apn))
                .orElse(false);
        if (same) {
            if (ask(GenericCommands.readFunctionality())
                            .orElse(OptionalInt.empty())
                            .orElse(1)
                    != 1) {
                radio.on();
            }
            return;
        }
        tryOut(GenericCommands.setFunctionality(4, profile.patience(Patience.RADIO)));
        try {
            channel.execute(GenericCommands.defineContext(apn));
        } catch (AtException.Refused e) {
            // Many commands are refused until the card has its PIN, and it gets that only from a modem that is
            // initialised.
            if (tellSim() == SimState.READY) {
                throw e;
            }
            LOG.log(Level.DEBUG, "the access point's name waits for the card: {0}", e.getMessage());
            contextIsDue = true;
        } finally {
            radio.on();
        }
    }

    @Override
    public SimState readSim() throws ModemException, InterruptedException {
        SimState state = tellSim();
        Optional<String> apn = apn();
        if (state == SimState.READY && contextIsDue && apn.isPresent()) {
            defineContext(apn.get());
        }
        return state;
    }

    private SimState tellSim() throws ModemException, InterruptedException {
        try {
            return channel.execute(GenericCommands.readSimState());
        } catch (AtException.Refused e) {
            return GenericCommands.simState(e.response().result());
        }
    }

    @Override
    public Optional<String> readIccid() throws ModemException, InterruptedException {
        for (String line : profile.iccidCommands()) {
            Optional<String> iccid = ask(GenericCommands.readIccid(line)).flatMap(found -> found);
            if (iccid.isPresent()) {
                return iccid;
            }
        }
        return ask(GenericCommands.readIccidFile()).flatMap(found -> found);
    }

    @Override
    public Registration readRegistration() throws ModemException, InterruptedException {
        Optional<Registration> best = Optional.empty();
        AtException.@Nullable Refused refusal = null;
        for (RegistrationDomain domain : RegistrationDomain.values()) {
            try {
                Registration found = channel.execute(domain.read());
                if (found.isRegistered()) {
                    return found;
                }
                if (best.isEmpty() || tellsMore(found, best.get())) {
                    best = Optional.of(found);
                }
            } catch (AtException.Refused e) {
                refusal = e;
            }
        }
        if (best.isEmpty() && refusal != null) {
            throw refusal;
        }
        return best.orElse(new Registration(Status.UNKNOWN, OptionalInt.empty(), OptionalInt.empty()));
    }

    private static boolean tellsMore(Registration found, Registration best) {
        int more = rank(found.status()) - rank(best.status());
        return more > 0
                || (more == 0
                        && found.rejectCause().isPresent()
                        && best.rejectCause().isEmpty());
    }

    private static int rank(Status status) {
        return switch (status) {
            case DENIED -> 3;
            case LIMITED -> 2;
            case SEARCHING -> 1;
            default -> 0;
        };
    }

    @Override
    public Signal readSignal() throws ModemException, InterruptedException {
        OptionalInt rssi = ask(GenericCommands.readSignalQuality()).orElse(OptionalInt.empty());
        return GenericCommands.signal(rssi, readRsrp());
    }

    /** LTE reference signal power; a modem that refuses the command is not asked again. */
    protected OptionalInt readRsrp() throws ModemException, InterruptedException {
        if (!tellsExtendedSignal) {
            return OptionalInt.empty();
        }
        Optional<OptionalInt> rsrp = ask(GenericCommands.readExtendedSignalQuality());
        tellsExtendedSignal = rsrp.isPresent();
        return rsrp.orElse(OptionalInt.empty());
    }

    @Override
    public Inet4Address activate() throws ModemException, InterruptedException {
        return raiseHostContext();
    }

    @Override
    public final Inet4Address raiseHostContext() throws ModemException, InterruptedException {
        if (!ask(GenericCommands.readContextState()).orElse(false)) {
            channel.execute(GenericCommands.setContextState(true));
        }
        return ask(GenericCommands.readAddress())
                .flatMap(found -> found)
                .orElseThrow(() -> new ModemException(
                        ModemException.Kind.REFUSED, "the context is up but has no address (+CGPADDR)"));
    }

    @Override
    public Optional<Inet4Address> readAddress() throws ModemException, InterruptedException {
        return ask(GenericCommands.readAddress()).flatMap(found -> found);
    }

    @Override
    public void deactivate() throws ModemException, InterruptedException {
        tryOut(GenericCommands.setContextState(false));
    }

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) throws ModemException, InterruptedException {
        throw new ModemException(
                ModemException.Kind.UNSUPPORTED, identity + " has no UDP sockets that driver " + driver() + " knows");
    }

    @Override
    public void reboot() throws ModemException, InterruptedException {
        restartWithAny(profile.restartCommands());
    }

    @Override
    public void powerOff() throws ModemException, InterruptedException {
        if (profile.powerOffCommands().isEmpty()) {
            Modem.super.powerOff();
        }
        for (int i = 1; i < REFUSED_POWER_OFFS; i++) {
            try {
                restartWithAny(profile.powerOffCommands());
                return;
            } catch (AtException.Refused e) {
                // Right after a boot Quectel's is refused for a while: six times 500 ms in a field-proven device
                // firmware.
                channel.rest(BETWEEN_POWER_OFFS);
            }
        }
        restartWithAny(profile.powerOffCommands());
    }

    @Override
    public void searchAgain() throws ModemException, InterruptedException {
        radio.searchAgain();
    }

    @Override
    public void reattach() throws ModemException, InterruptedException {
        Duration deadline = profile.patience(Patience.ATTACH);
        try {
            tryOut(GenericCommands.setAttached(false, deadline));
        } finally {
            // However the first ended, a modem that was left detached would stay so.
            channel.execute(GenericCommands.setAttached(true, deadline));
        }
    }

    @Override
    public boolean cycleRadio(boolean mayClearForbidden) throws ModemException, InterruptedException {
        return radio.cycle(mayClearForbidden);
    }

    @Override
    public boolean enterPin(String pin) throws ModemException, InterruptedException {
        try {
            channel.execute(GenericCommands.enterPin(pin));
            return true;
        } catch (AtException.Refused e) {
            if (GenericCommands.simState(e.response().result()) == SimState.BUSY) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public Duration bootTime() {
        return profile.bootTime();
    }

    /** The first of these that is not refused. */
    private void restartWithAny(List<String> lines) throws ModemException, InterruptedException {
        AtException.@Nullable Refused refusal = null;
        for (String line : lines) {
            try {
                restartWith(GenericCommands.restart(line, profile.patience(Patience.POWER)));
                return;
            } catch (AtException.Refused e) {
                refusal = e;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** No answer and a port that vanishes are what a restart looks like. */
    private void restartWith(AtCommand<?> command) throws ModemException, InterruptedException {
        try {
            channel.execute(command);
        } catch (AtException.TimedOut | AtException.PortGone e) {
            LOG.log(Level.DEBUG, "restart: {0}", e.getMessage());
        }
    }

    @Override
    public void ping() throws ModemException, InterruptedException {
        try {
            channel.execute(GenericCommands.plain("AT"));
        } catch (AtException.Refused e) {
            LOG.log(Level.DEBUG, "ping: {0}", e.getMessage());
        }
    }

    @Override
    public void onEvent(Consumer<ModemEvent> listener) {
        events = listener;
    }

    @Override
    public int consecutiveTimeouts() {
        return channel.consecutiveTimeouts();
    }

    @Override
    public String profileName() {
        return profile.name();
    }

    @Override
    public AtCounters counters() {
        return channel.counters();
    }

    @Override
    public TypedAnswer pass(TypedLine line, Duration patience) throws ModemException, InterruptedException {
        AtResponse answer;
        try {
            answer = channel.execute(TypedCommand.of(line, patience));
        } catch (AtException.Refused e) {
            answer = e.response();
        }
        return new TypedAnswer(
                answer.texts(), answer.result().text(), answer.result().kind().isSuccess());
    }

    @Override
    public void close() {
        channel.close();
    }

    // ---- what the modem says by itself: on the URC thread

    @Override
    public void onUrc(Urc urc) {
        classifier.classify(urc.text()).ifPresent(this::publish);
    }

    @Override
    public void onPortLost(String reason) {
        publish(new ModemEvent(ModemEvent.Kind.PORT_LOST, reason));
    }

    @Override
    public void onDeaf() {
        publish(new ModemEvent(ModemEvent.Kind.DEAF, "no answer to fences, reopening and AT"));
    }

    protected final void publish(ModemEvent event) {
        events.accept(event);
    }

    // ---- for dialects

    protected final AtChannel channel() {
        return channel;
    }

    protected final ModemProfile profile() {
        return profile;
    }

    /** How this modem names the port that its URCs shall come from. */
    protected final String urcPort() {
        return switch (portKind) {
            case USB -> profile.urcPorts().usb();
            case UART -> profile.urcPorts().uart();
            case UNKNOWN -> profile.urcPorts().other();
        };
    }

    /** The access point's name that {@link #initialise} was given. */
    protected final Optional<String> apn() {
        return Optional.ofNullable(settings).map(DataSettings::apn);
    }

    /** Runs a command that a modem may refuse without harm. */
    protected final boolean tryOut(AtCommand<?> command) throws ModemException, InterruptedException {
        return ask(command).isPresent();
    }

    /** The answer, or empty if the modem refuses or says something unreadable. */
    protected final <R> Optional<R> ask(AtCommand<R> command) throws ModemException, InterruptedException {
        try {
            return Optional.of(channel.execute(command));
        } catch (AtException.Refused | AtException.Garbled e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The same once more for a busy modem, where a wrong guess would cost service. */
    private <R> Optional<R> askTwice(AtCommand<R> command) throws ModemException, InterruptedException {
        Optional<R> first = ask(command);
        if (first.isPresent()) {
            return first;
        }
        channel.rest(BEFORE_ASKING_AGAIN);
        return ask(command);
    }

    /** The parameters of a line that starts so; empty if it does not. */
    protected static Optional<AtParameters> after(String prefix, String line) {
        return line.startsWith(prefix)
                ? Optional.of(AtParameters.of(line.substring(prefix.length())))
                : Optional.empty();
    }
}
