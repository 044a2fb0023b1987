package dev.ipcommand.agent.journal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread, {@code journal}, that touches journal files. Nobody interrupts it, because an interrupt in the middle
 * of a write closes a channel for good. Whoever must wait for it waits through an interrupt and keeps it.
 *
 * <p><b>Threading.</b> Any thread; tasks run one at a time, in order. <b>Failures.</b> After {@link #close} tasks are
 * refused.
 */
public final class JournalThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JournalThread.class.getName());
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    /** Callers wait for their task, so there are never more than there are threads and messages. */
    private static final int MAX_TASKS = 1024;

    private final ThreadPoolExecutor executor;
    /** The executor's only thread, from the first task on. */
    private volatile Thread thread = new Thread();

    public JournalThread() {
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), task -> {
                    Thread made = new Thread(task, "journal");
                    made.setDaemon(true);
                    thread = made;
                    return made;
                });
    }

    /** Hands a task over; it must not throw. False if it will never run: this is closed or overrun. */
    public boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Runs a task on the thread and waits for it, interrupted or not.
     *
     * @throws ExecutionException with what the task threw
     * @throws RejectedExecutionException if this is closed or overrun
     */
    <T> T call(Callable<T> task) throws ExecutionException {
        return await(executor.submit(task));
    }

    /** Waits through interrupts, and keeps them. */
    static <T> T await(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs a last task of somebody who closes, and waits for it at most 5 s, interrupted or not. */
    void finish(Runnable task) {
        FutureTask<Boolean> last = new FutureTask<>(task, true);
        if (execute(last) && !within(CLOSE_TIME, left -> isOver(last, left))) {
            LOG.log(System.Logger.Level.WARNING, "thread journal still waits for the disk after 5 s");
        }
    }

    private static boolean isOver(Future<?> task, long millis) throws InterruptedException {
        try {
            task.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "journal not closed cleanly", e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        }
        return true;
    }

    /** Runs what was handed over and ends the thread. Idempotent; at most 5 s. */
    @Override
    public void close() {
        executor.shutdown();
        // The executor calls itself terminated a moment before its thread is gone: the thread itself is waited for.
        boolean over = within(CLOSE_TIME, left -> {
            thread.join(left);
            return !thread.isAlive();
        });
        if (!over) {
            LOG.log(System.Logger.Level.WARNING, "thread journal still waits for the disk after 5 s");
        }
    }

    /** A wait that an interrupt may cut short. */
    private interface Wait {
        /** Whether what is waited for has happened. */
        boolean happened(long millis) throws InterruptedException;
    }

    private static boolean within(Duration time, Wait wait) {
        boolean interrupted = false;
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                try {
                    if (wait.happened(left)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
