package dev.ipcommand.agent.session;

import java.time.Duration;

/**
 * How long to wait before the n-th try in a row; the last value holds for all further ones.
 *
 * <p>None of these touches the radio: resets and radio cycles have hold-offs of their own.
 */
public enum Pause {
    /** Looking for a port, an address or the SIM costs nothing. */
    LOOK("1"),
    /** A registration is polled beside its URCs: 3 s while coming up. */
    POLL("3"),
    /** A modem that boots is asked often, a dead one less and less. */
    SYNC("1 2 2 5 5 10"),
    /** An activation that is refused: soon at first, later kindly to a network that limits attempts. */
    ACTIVATE("1 2 5 5 5 10 10 10 10 10 10 30 60");

    private final String seconds;

    Pause(String seconds) {
        this.seconds = seconds;
    }

    /** The steps in seconds, separated by blanks; the last one holds for all further tries. */
    public String seconds() {
        return seconds;
    }

    /**
     * The pause before a try.
     *
     * @param failures failed tries so far in a row, 1 or more
     */
    public Duration after(int failures) {
        String[] steps = seconds.split(" ", -1);
        return Duration.ofSeconds(Long.parseLong(steps[Math.min(Math.max(failures, 1), steps.length) - 1]));
    }
}
