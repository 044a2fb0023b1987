package dev.ipcommand.modem.power;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a board powers its modem. Data; immutable.
 *
 * @param name what configuration and log call it
 * @param pwrkey the modem's key, if a line reaches it
 * @param reset its reset, if a line reaches it
 * @param cut what takes its supply away: active = no supply
 * @param status what says whether it runs: active = runs
 * @param times how long it takes afterwards
 * @param source where all this is written
 */
public record PowerBoard(
        String name,
        Optional<Key> pwrkey,
        Optional<Pulse> reset,
        Optional<Pulse> cut,
        Optional<PowerLine> status,
        Times times,
        String source) {
    private static final Duration LONGEST_PULSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /**
     * A key: what it does depends on how long it is held.
     *
     * @param on how long it is held to start the modem
     * @param off how long to stop it
     */
    public record Key(PowerLine line, Duration on, Duration off) {
        public Key {
            requireUpTo(LONGEST_PULSE, on);
            requireUpTo(LONGEST_PULSE, off);
        }
    }

    /** @param time how long the line is active */
    public record Pulse(PowerLine line, Duration time) {
        public Pulse {
            requireUpTo(LONGEST_PULSE, time);
        }
    }

    /**
     * How long to wait before the next step.
     *
     * @param boot from a start or reset until the modem can be asked or its STATUS read
     * @param shutdown from a stop until it is off
     */
    public record Times(Duration boot, Duration shutdown) {
        public Times {
            requireUpTo(LONGEST_WAIT, boot);
            requireUpTo(LONGEST_WAIT, shutdown);
        }
    }

    private static void requireUpTo(Duration longest, Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException("a time of " + time + ", allowed: more than 0, up to " + longest);
        }
    }

    /** What it can do. */
    public Set<PowerAction> actions() {
        Set<PowerAction> actions = EnumSet.noneOf(PowerAction.class);
        if (pwrkey.isPresent()) {
            actions.addAll(EnumSet.of(PowerAction.ON, PowerAction.OFF, PowerAction.CYCLE));
        }
        if (reset.isPresent()) {
            actions.add(PowerAction.RESET);
        }
        if (cut.isPresent()) {
            actions.add(PowerAction.CUT);
        }
        return actions;
    }
}
