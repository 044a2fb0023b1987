package dev.ipcommand.simulator.core;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is broken until the DTE does enough about it. Used on the modem's timeline only. */
public final class Outages {
    /** What is broken. */
    public enum Kind {
        /** No context can be activated. */
        DATA,
        /** No network is found, or every one refuses. */
        REGISTRATION,
        /** The AT port says nothing. */
        DEAF,
        /** Datagrams vanish both ways and nothing says so. */
        BLACK_HOLE
    }

    /** What a DTE can do about it, gentlest first: what is cured by one is cured by all that follow. */
    public enum Cure {
        /** A context deactivated and activated. */
        ACTIVATE,
        /** {@code +CGATT=0} and {@code +CGATT=1}. */
        ATTACH,
        /** {@code +COPS=0} while unregistered. */
        SEARCH,
        /** {@code +CFUN=0} or {@code 4} and {@code +CFUN=1}. */
        RADIO,
        /** A restart, by command or of its own. */
        REBOOT,
        /** The power cut, or the reset line. */
        POWER,
        /** Nothing but time. */
        TIME;

        /**
         * Reads a cure.
         *
         * @throws IllegalArgumentException naming what is allowed
         */
        public static Cure of(String word) {
            Optional<Cure> found = Arrays.stream(values())
                    .filter(cure -> cure.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
            return found.orElseThrow(() -> new IllegalArgumentException(
                    "unknown cure: " + word + ", allowed: activate, attach, search, radio, reboot, power, time"));
        }
    }

    private final Map<Kind, Cure> on = new EnumMap<>(Kind.class);

    void begin(Kind kind, Cure cure) {
        on.put(kind, cure);
    }

    void end(Kind kind) {
        on.remove(kind);
    }

    /** The DTE has done something; whether that ended any. */
    boolean heal(Cure done) {
        return on.values().removeIf(cure -> cure.compareTo(done) <= 0);
    }

    /** Whether something is broken. */
    public boolean isOn(Kind kind) {
        return on.containsKey(kind);
    }

    /** What cures it, if it is broken. */
    public Optional<Cure> cure(Kind kind) {
        return Optional.ofNullable(on.get(kind));
    }

    /** What is broken, and its cure. */
    public Map<Kind, Cure> all() {
        return Map.copyOf(on);
    }
}
