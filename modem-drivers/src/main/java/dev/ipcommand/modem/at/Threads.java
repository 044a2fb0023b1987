package dev.ipcommand.modem.at;

import java.time.Duration;

/** Ends a thread of ours. */
final class Threads {
    private Threads() {}

    /** Waits, then interrupts and waits again; keeps the caller's own interrupt. */
    static void end(Thread thread, Duration patience) {
        if (join(thread, patience.dividedBy(2))) {
            return;
        }
        thread.interrupt();
        boolean ended = join(thread, patience.dividedBy(2));
        if (!ended) {
            System.getLogger(Threads.class.getName())
                    .log(System.Logger.Level.WARNING, "thread " + thread.getName() + " does not end");
        }
    }

    private static boolean join(Thread thread, Duration patience) {
        boolean interrupted = false;
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
