package dev.ipcommand.agent.dispatch;

import java.util.function.LongSupplier;

/**
 * The two clocks: one that only goes forward, for limits and deadlines, and the one on the wall, for reports.
 *
 * @param nanoTime nanoseconds since any moment
 * @param epochMillis milliseconds since the epoch
 */
public record DispatchClock(LongSupplier nanoTime, LongSupplier epochMillis) {
    /** The machine's clocks. */
    public static final DispatchClock SYSTEM = new DispatchClock(System::nanoTime, System::currentTimeMillis);

    long nanos() {
        return nanoTime.getAsLong();
    }

    long millis() {
        return epochMillis.getAsLong();
    }
}
