package dev.ipcommand.bench.api;

import java.time.Duration;

/** Time as an argument: production waits for real, a test moves it by hand. */
public interface Pace {
    /** Nanoseconds from an arbitrary origin, never going back. */
    long nanoTime();

    /** Waits. */
    void pause(Duration duration) throws InterruptedException;

    /** The machine's own time. */
    static Pace ofTheMachine() {
        return new Pace() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                Thread.sleep(Math.max(0, duration.toMillis()));
            }
        };
    }
}
