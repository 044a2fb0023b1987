package dev.ipcommand.stub.network;

/**
 * When a Sim's device listens, and what the network does with a datagram that comes while it does not. The transitions are in
 * this package's description; here they are one pure function of four times.
 *
 * @param mode whether and how the device sleeps
 * @param edrxCycleMs from the start of one paging window to the start of the next; more than 0
 * @param edrxWindowMs how long a paging window lasts, and how long the device listens after sending; at most the cycle
 * @param psmActiveMs how long a device with power saving mode listens after sending
 * @param buffer what happens to datagrams for a device that does not listen
 */
public record Sleep(Mode mode, int edrxCycleMs, int edrxWindowMs, int psmActiveMs, Buffer buffer) {
    /** Later than any time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS = 1_000_000L;

    /** How a device sleeps. */
    public enum Mode {
        /** Always reachable, as in plain idle mode: paging is part of the delay. */
        NONE,
        /** Listens in paging windows only. */
        EDRX,
        /** Listens only for a while after it has sent. */
        PSM
    }

    /** What the network does with a datagram for a device that does not listen. */
    public enum Policy {
        DROP,
        KEEP
    }

    /**
     * The network's buffer for one Sim.
     *
     * @param milliseconds how long a datagram is kept
     * @param datagrams how many are kept; more are lost
     */
    public record Buffer(Policy policy, int milliseconds, int datagrams) {
        long nanos() {
            return policy == Policy.KEEP ? milliseconds * NANOS : 0;
        }
    }

    /** Never sleeps; the rest are common values, for when only the mode is changed. */
    public static final Sleep NONE = new Sleep(Mode.NONE, 20_480, 2_560, 10_000, new Buffer(Policy.KEEP, 60_000, 10));

    /**
     * The earliest time, not before {@code at}, at which the device listens, as far as is known.
     *
     * @param signalled when it attached, or when this sleep began; both are signalling, which wakes a device
     * @param sent when it sent last
     * @param at all three in nanoseconds of network time
     */
    long listensFrom(long signalled, long sent, long at) {
        return switch (mode) {
            case NONE -> at;
            case PSM -> after(Math.max(signalled, sent), psmActiveMs * NANOS, at);
            case EDRX -> Math.min(pagedFrom(signalled, at), after(sent, edrxWindowMs * NANOS, at));
        };
    }

    private long pagedFrom(long first, long at) {
        if (at < first) {
            return first;
        }
        long phase = (at - first) % (edrxCycleMs * NANOS);
        return phase < edrxWindowMs * NANOS ? at : at - phase + edrxCycleMs * NANOS;
    }

    private static long after(long start, long span, long at) {
        if (at < start) {
            return start;
        }
        return at - start < span ? at : NEVER;
    }
}
