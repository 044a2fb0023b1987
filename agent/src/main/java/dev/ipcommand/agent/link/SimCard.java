package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.SimState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * The card: whether it is ready, its PIN, and whether it is still the same one.
 *
 * <p>{@code at-work} only. Numbers and PINs are in no event and no log.
 */
final class SimCard {
    private static final Logger LOG = System.getLogger("session");

    private final Optional<SimPin> pin;
    private String state = "";
    private String iccid = "";
    private String earlierIccid = "";

    SimCard(AgentConfig config) {
        this.pin = config.sim()
                .pinFile()
                .map(file -> new SimPin(file, config.state().directory()));
    }

    /** The number of the card that was read last; empty if it was not ready or does not tell. */
    String iccid() {
        return iccid;
    }

    /** The state that was read last, in words: {@code ready}, {@code pin needed} … */
    String state() {
        return state;
    }

    SessionEvent read(Modem modem) throws ModemException, InterruptedException {
        SimState found = modem.readSim();
        state = words(found);
        iccid = "";
        return switch (found) {
            case READY -> ready(modem);
            case PIN_NEEDED -> pinNeeded(modem);
            case PUK_NEEDED ->
                SessionEvent.of(
                        Trigger.SIM_LOCKED,
                        "SIM wants its PUK: too many wrong PINs; unblock it in a phone or order another, nothing is tried");
            case BUSY, NOT_READY, ABSENT, FAILED -> SessionEvent.of(Trigger.SIM_PENDING, "SIM " + state);
        };
    }

    private SessionEvent ready(Modem modem) throws InterruptedException {
        pin.ifPresent(SimPin::forgetTries);
        iccid = readIccid(modem);
        boolean swapped = !earlierIccid.isEmpty() && !iccid.isEmpty() && !iccid.equals(earlierIccid);
        if (!iccid.isEmpty()) {
            earlierIccid = iccid;
        }
        if (!swapped) {
            return SessionEvent.of(Trigger.SIM_READY, "SIM ready");
        }
        LOG.log(Level.WARNING, "another SIM card than before");
        return SessionEvent.of(Trigger.SIM_SWAPPED, "SIM ready, another card than before");
    }

    private SessionEvent pinNeeded(Modem modem) throws ModemException, InterruptedException {
        if (pin.isEmpty()) {
            return SessionEvent.of(Trigger.SIM_LOCKED, "SIM wants a PIN: set sim.pin_file, or switch the PIN off");
        }
        return pin.get().give(modem);
    }

    /** A modem that does not tell the card's number is no worse at its job. */
    private static String readIccid(Modem modem) throws InterruptedException {
        try {
            return modem.readIccid().orElse("");
        } catch (ModemException e) {
            LOG.log(Level.DEBUG, "the card''s number cannot be read: {0}", e.getMessage());
            return "";
        }
    }

    static String words(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
