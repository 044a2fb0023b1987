package dev.ipcommand.agent.dispatch;

/** Waiting for threads to end. */
final class Threads {
    private Threads() {}

    /** Waits for a thread that was told to end; keeps this thread's interrupt flag. */
    static void join(Thread thread, long millis) {
        if (thread == Thread.currentThread() || millis <= 0) {
            return;
        }
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
