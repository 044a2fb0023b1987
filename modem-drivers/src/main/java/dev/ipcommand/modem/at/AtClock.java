package dev.ipcommand.modem.at;

/** Monotonic time; tests turn it by hand. */
@FunctionalInterface
public interface AtClock {
    /** The JVM's own. */
    AtClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin; compare differences only. */
    long nanoTime();
}
