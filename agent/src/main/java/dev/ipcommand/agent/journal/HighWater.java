package dev.ipcommand.agent.journal;

/**
 * A time that only goes up, and that an unchecked clock cannot push far ahead. Pure.
 *
 * <p>While the clock is not known to be right, all steps together reach at most 24 h beyond the last value that a right
 * clock gave (or the first value there was), and beyond that only as fast as the agent really runs. The bound is kept
 * as its distance to the running time, so it survives restarts and a restart gives no new 24 h.
 *
 * @param value seconds since the epoch; 0 = none yet
 * @param allowance the bound minus the running time at which it held, in seconds
 */
record HighWater(long value, long allowance) {
    static final HighWater NONE = new HighWater(0, 0);

    private static final long STEP = 24 * 3600;
    /** The year 36812: far enough from an overflow for whatever a token says. */
    private static final long LATEST = 1L << 40;

    /**
     * @param candidate seconds since the epoch
     * @param synchronised whether the clock that speaks for the candidate is said to be synchronised
     * @param uptime running time in seconds, over all restarts
     */
    HighWater raised(long candidate, boolean synchronised, long uptime) {
        long wanted = Math.max(0, Math.min(candidate, LATEST));
        long bound = wanted - uptime + STEP;
        if (value == 0) {
            return new HighWater(wanted, bound);
        }
        if (synchronised) {
            // The device's time is never before this value, so a candidate that only equals it may be this value come
            // back, pushed ahead by a bad clock: it must not become a new base.
            return wanted > value ? new HighWater(wanted, Math.max(allowance, bound)) : this;
        }
        return new HighWater(Math.max(value, Math.min(wanted, allowance + uptime)), allowance);
    }

    /** The higher of both, part by part: what two records on the disk say together. */
    HighWater with(HighWater other) {
        return value == 0 ? other : new HighWater(Math.max(value, other.value), Math.max(allowance, other.allowance));
    }
}
