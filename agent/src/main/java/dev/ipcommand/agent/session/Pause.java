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
    /** Somebody has to bring a PIN or another card. */
    LOCKED("30"),
    /** A registration is polled beside its URCs: 3 s while coming up. */
    POLL("3"),
    /** A modem that boots is asked often, a dead one less and less. */
    SYNC("1 2 2 5 5 10"),
    /** The AT port is opened anew beside a data path that still serves. */
    CONTROL("1x3 2x5 5x10 10"),
    /**
     * An activation that is refused: soon at first; every 10 s for ten minutes, since a network or a platform that
     * restarts is back within that; then kindly to a network that limits attempts.
     */
    ACTIVATE("1 2 5x3 10x60 30x20 60");

    private final String seconds;

    Pause(String seconds) {
        this.seconds = seconds;
    }

    /** The steps in seconds, {@code x} how often; the last one holds for all further tries. */
    public String seconds() {
        return seconds;
    }

    /**
     * The pause before a try.
     *
     * @param failures failed tries so far in a row, 1 or more
     */
    public Duration after(int failures) {
        int left = Math.max(failures, 1);
        long pause = 0;
        for (String step : seconds.split(" ", -1)) {
            int times = step.indexOf('x');
            pause = Long.parseLong(times < 0 ? step : step.substring(0, times));
            left -= times < 0 ? 1 : Integer.parseInt(step.substring(times + 1));
            if (left <= 0) {
                break;
            }
        }
        return Duration.ofSeconds(pause);
    }
}
