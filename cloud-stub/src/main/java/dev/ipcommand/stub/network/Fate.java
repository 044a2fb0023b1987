package dev.ipcommand.stub.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides what becomes of each datagram of one Sim in one direction: the delays of its copies, none if it is lost. The same
 * seed and the same sequence of datagrams have the same fate.
 *
 * <p>Threading: one caller at a time. Times are nanoseconds of a monotonic clock.
 */
final class Fate {
    /** How long a datagram is held back so that later ones overtake it. */
    static final long HOLD_BACK_NANOS = 500_000_000L;

    private final SplittableRandom random;
    private long lastDue = Long.MIN_VALUE;

    Fate(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Delays in nanoseconds from {@code now}; 0 = at once. */
    List<Long> decide(Conditions conditions, long now) {
        // Every chance is drawn every time, so that changing one condition leaves the others' dice as they were.
        boolean lost = random.nextDouble() < conditions.loss();
        boolean twice = random.nextDouble() < conditions.duplicate();
        boolean late = random.nextDouble() < conditions.reorder();
        long jitter = (long) (random.nextDouble() * conditions.jitterMs() * 1e6);
        if (lost) {
            return List.of();
        }
        long due = now + conditions.delayMs() * 1_000_000L + jitter;
        List<Long> delays = new ArrayList<>(2);
        if (late) {
            delays.add(due + HOLD_BACK_NANOS - now);
        } else {
            due = lastDue == Long.MIN_VALUE ? due : Math.max(due, lastDue);
            lastDue = due;
            delays.add(due - now);
        }
        if (twice) {
            delays.add(delays.get(0));
        }
        return delays;
    }
}
