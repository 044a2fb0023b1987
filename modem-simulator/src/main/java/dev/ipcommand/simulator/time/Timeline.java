package dev.ipcommand.simulator.time;

/**
 * Where everything that the simulated modem does happens, one thing after another.
 *
 * <p><b>Threading.</b> Any thread may call any method; tasks never run side by side.
 */
public interface Timeline {
    /** Milliseconds since some fixed moment; never goes back. */
    long now();

    /** Runs a task after all that wait already. */
    void execute(Runnable task);

    /** Runs a task when {@code millis} have passed. */
    Timer after(long millis, Runnable task);

    /** A task that may still be stopped. */
    interface Timer {
        /** Stops it if it has not run yet. */
        void cancel();
    }
}
