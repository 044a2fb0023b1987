package dev.ipcommand.stub.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The platform's time: another clock's, plus what a bench has advanced it by. Threading: safe. */
public final class PlatformClock implements InstantSource {
    private static final Duration LIMIT = Duration.ofDays(36_500);

    private final InstantSource base;
    private final long start = System.nanoTime();
    private volatile Duration advanced = Duration.ZERO;

    public PlatformClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(advanced);
    }

    /**
     * Network time: nanoseconds since the start, and what a bench has advanced. Never goes back, and does not follow the base
     * clock when that is set, so that nothing under way in the air is stuck or let go by a step of the system's time.
     */
    public long nanos() {
        return System.nanoTime() - start + advanced.toNanos();
    }

    /** Moves forward; false if that would be more than a hundred years in all. */
    synchronized boolean advance(Duration by) {
        Duration after = advanced.plus(by);
        boolean possible = after.compareTo(LIMIT) <= 0;
        if (possible) {
            advanced = after;
        }
        return possible;
    }
}
