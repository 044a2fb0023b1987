package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemEvent.Kind;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.RejectCause;
import dev.ipcommand.modem.SimState;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.command.RegistrationDomain;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the URCs of 27.007 and the common boot words mean. Used by the URC thread, but for {@link #expectBootWords}.
 *
 * <p>A boot prints several words over some seconds, {@code RDY}, {@code +CFUN: 1}, {@code APP RDY}: one event. The weaker
 * ones also follow a {@code CFUN=1} of our own and are then no boot.
 */
final class UrcClassifier {
    private static final long ONE_BOOT = Duration.ofSeconds(5).toNanos();
    private static final long OWN_CYCLE = Duration.ofSeconds(30).toNanos();

    private final AtClock clock;
    private final Map<RegistrationDomain, Boolean> registered = new EnumMap<>(RegistrationDomain.class);
    private volatile long bootWordsExpectedUntil;
    private long lastBoot;
    private @Nullable SimState lastSim;

    UrcClassifier(AtClock clock) {
        this.clock = clock;
        long now = clock.nanoTime();
        bootWordsExpectedUntil = now + OWN_CYCLE;
        lastBoot = now - ONE_BOOT;
    }

    /** A cycle of the radio, or a boot that is known, prints {@code +CFUN: 1} and {@code APP RDY} too. */
    void expectBootWords() {
        bootWordsExpectedUntil = clock.nanoTime() + OWN_CYCLE;
    }

    Optional<ModemEvent> classify(String line) {
        if (line.equals("RDY") || line.equals("*ATREADY: 1")) {
            return booted(line);
        } else if (line.equals("APP RDY") || line.equals("+CFUN: 1") || line.equals("+CFUN:1")) {
            return clock.nanoTime() - bootWordsExpectedUntil >= 0 ? booted(line) : Optional.empty();
        } else if (line.equals("POWERED DOWN") || line.equals("NORMAL POWER DOWN")) {
            return event(Kind.POWERED_DOWN, line);
        } else if (line.startsWith("+CPIN:")) {
            return simEvent(line);
        } else if (line.startsWith("+CGEV:")) {
            return contextEvent(line);
        }
        return registration(line);
    }

    /** Every read of the state prints the same line: only a change is news. */
    private Optional<ModemEvent> simEvent(String line) {
        SimState sim = GenericCommands.simState(line.substring("+CPIN:".length()));
        if (sim == lastSim) {
            return Optional.empty();
        }
        lastSim = sim;
        return event(sim == SimState.READY ? Kind.SIM_READY : Kind.SIM_NOT_READY, "+CPIN: " + sim);
    }

    private Optional<ModemEvent> booted(String line) {
        long now = clock.nanoTime();
        expectBootWords();
        registered.clear();
        lastSim = null;
        if (now - lastBoot < ONE_BOOT) {
            return Optional.empty();
        }
        lastBoot = now;
        return event(Kind.REBOOTED, line);
    }

    /**
     * 27.007 §10.1.19: {@code NW DETACH}, {@code ME DETACH}, {@code NW PDN DEACT <cid>},
     * {@code NW DEACT "<type>","<address>"[,<cid>]} and, of a bearer beside a context's own, {@code NW DEACT <p_cid>,<cid>,…}.
     * What ends another context is no news of ours; a line that does not say whose it is, may be.
     */
    private static Optional<ModemEvent> contextEvent(String line) {
        String text = line.substring("+CGEV:".length()).strip();
        if (text.contains("DETACH")) {
            return event(Kind.CONTEXT_LOST, line);
        } else if (!text.contains(" DEACT")) {
            return Optional.empty();
        }
        AtParameters p = AtParameters.of(text.substring(text.indexOf(" DEACT") + " DEACT".length()));
        int which = text.contains("PDN DEACT") ? 0 : p.number(0).isPresent() ? 1 : 2;
        return p.number(which).orElse(1) == 1 ? event(Kind.CONTEXT_LOST, line) : Optional.empty();
    }

    private Optional<ModemEvent> registration(String line) {
        for (RegistrationDomain domain : RegistrationDomain.values()) {
            Optional<Registration> told = domain.parseUrc(line);
            if (told.isPresent()) {
                registered.put(domain, told.get().isRegistered());
                boolean packet = registered.containsKey(RegistrationDomain.EPS)
                        || registered.containsKey(RegistrationDomain.PACKET);
                if (domain == RegistrationDomain.CIRCUIT && packet) {
                    return Optional.empty();
                }
                boolean any = packet
                        ? registered.getOrDefault(RegistrationDomain.EPS, false)
                                || registered.getOrDefault(RegistrationDomain.PACKET, false)
                        : told.get().isRegistered();
                return event(any ? Kind.REGISTERED : Kind.REGISTRATION_LOST, evidence(domain, told.get()));
            }
        }
        return Optional.empty();
    }

    /** Without area and cell, which tell where the gateway is. */
    private static String evidence(RegistrationDomain domain, Registration told) {
        String why = told.rejectCause().isPresent()
                ? " (cause " + told.rejectCause().getAsInt() + ": "
                        + RejectCause.describe(told.rejectCause().getAsInt()) + ")"
                : "";
        return domain.prefix() + " " + told.status() + why;
    }

    private static Optional<ModemEvent> event(Kind kind, String detail) {
        return Optional.of(new ModemEvent(kind, detail));
    }
}
