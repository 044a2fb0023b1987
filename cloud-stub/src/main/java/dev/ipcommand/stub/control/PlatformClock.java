package dev.ipcommand.stub.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The platform's time: another clock's, plus what a bench has advanced it by. Threading: safe. */
public final class PlatformClock implements InstantSource {
    private static final Duration LIMIT = Duration.ofDays(36_500);

    private final InstantSource base;
    private volatile Duration advanced = Duration.ZERO;

    public PlatformClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(advanced);
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
