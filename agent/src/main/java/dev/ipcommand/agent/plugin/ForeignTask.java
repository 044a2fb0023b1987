package dev.ipcommand.agent.plugin;

/**
 * A piece of foreign code on a thread of its own, a daemon, which ends with it: interrupted once when its time is over, and
 * then left alone, because nothing can end a thread that does not want to.
 *
 * <p><b>Threading.</b> Started and watched by one thread.
 */
final class ForeignTask {
    static final long LIMIT_NANOS = 10_000_000_000L;

    private final Thread thread;
    private final long startedNanos;
    private volatile boolean done;
    private boolean interrupted;

    /**
     * @param context the plugin's loader
     * @param body must not throw
     * @param ended called on the thread afterwards
     */
    ForeignTask(String name, ClassLoader context, Runnable body, Runnable ended, long now) {
        this.startedNanos = now;
        // Without the starting thread's thread locals.
        this.thread = new Thread(
                null,
                () -> {
                    try {
                        body.run();
                    } finally {
                        done = true;
                        ended.run();
                    }
                },
                name,
                0,
                false);
        thread.setDaemon(true);
        thread.setContextClassLoader(context);
    }

    void start() {
        thread.start();
    }

    boolean isDone() {
        return done;
    }

    /** When it will have used up its time. */
    long deadlineNanos() {
        return startedNanos + LIMIT_NANOS;
    }

    boolean isOverdue(long now) {
        return !done && now - deadlineNanos() >= 0;
    }

    /** Interrupts it; true the first time. */
    boolean interrupt() {
        boolean first = !interrupted;
        if (first) {
            interrupted = true;
            thread.interrupt();
        }
        return first;
    }

    void join(long millis) throws InterruptedException {
        if (millis > 0) {
            thread.join(millis);
        }
    }
}
