package dev.ipcommand.stub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when told to, or by a fixed step each time it is read. */
public final class HandClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-31T23:59:58.900Z");
    private Duration step = Duration.ZERO;

    @Override
    public synchronized Instant instant() {
        now = now.plus(step);
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    public synchronized void stepBy(Duration eachReading) {
        step = eachReading;
    }
}
