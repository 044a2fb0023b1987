package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Does what a rung of the recovery ladder is; when, is the session's affair. What a rung achieved shows in what the session
 * reads next, so a modem that refuses one is only logged.
 *
 * <p>{@code at-work} only, but for {@link #reboots}.
 */
final class Rungs {
    private static final Logger LOG = System.getLogger("session");

    /** A step that a modem may refuse. */
    @FunctionalInterface
    private interface Step {
        void take() throws ModemException, InterruptedException;
    }

    private final ModemPower power;
    private final ResetLog resets;
    private final AtomicLong reboots = new AtomicLong();
    private int powerAttempts;

    Rungs(ModemPower power, ResetLog resets) {
        this.power = power;
        this.resets = resets;
    }

    /** How often a modem took the command to restart. */
    long reboots() {
        return reboots.get();
    }

    /** Service is back: the next outage begins with the gentlest line of the board. */
    void succeeded() {
        powerAttempts = 0;
    }

    void searchAgain(Modem modem) throws InterruptedException {
        attempt("searching for a network anew", modem::searchAgain);
    }

    void reattach(Modem modem) throws InterruptedException {
        attempt("detaching and attaching", modem::reattach);
    }

    void cycleRadio(Modem modem) throws InterruptedException {
        attempt("switching the radio off and on", () -> {
            boolean mayClear = resets.mayClearForbidden();
            if (modem.cycleRadio(mayClear)) {
                LOG.log(Level.INFO, "the card''s list of forbidden networks was cleared");
                resets.noteForbiddenCleared();
            }
        });
    }

    /** @param modem null if its port does not answer */
    void reboot(@Nullable Modem modem, ModemSource source) throws InterruptedException {
        resets.noteReset();
        attempt("restarting the modem", () -> {
            if (modem == null) {
                source.rebootUnheard();
            } else {
                modem.reboot();
                reboots.incrementAndGet();
            }
        });
    }

    /** @param modem null if it is not open; it is closed by the caller afterwards in any case */
    void usePower(@Nullable Modem modem, boolean everAnswered) throws InterruptedException {
        int attempt = powerAttempts++;
        resets.noteReset();
        if (modem != null && power.isAvailable() && power.cutsSupply(attempt)) {
            // A supply that goes away while the modem writes its flash may end it for good.
            attempt("switching the modem off", modem::powerOff);
        }
        if (modem != null) {
            modem.close();
        }
        LOG.log(Level.WARNING, "modem: {0}", power.use(attempt, everAnswered));
    }

    private static void attempt(String what, Step step) throws InterruptedException {
        LOG.log(Level.INFO, "recovery: {0}", what);
        try {
            step.take();
        } catch (ModemException e) {
            LOG.log(Level.WARNING, "recovery: {0}: {1}", what, e.getMessage());
        }
    }
}
