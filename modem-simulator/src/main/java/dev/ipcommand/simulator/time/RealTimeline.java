package dev.ipcommand.simulator.time;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timeline of the running program: one thread called {@code modem} and the system's monotonic clock. */
public final class RealTimeline implements Timeline, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RealTimeline.class.getName());
    private static final Timer NEVER = () -> {};

    private final ScheduledThreadPoolExecutor executor;
    private final long start = System.nanoTime();

    /** Starts the thread. */
    public RealTimeline() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "modem");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartAllCoreThreads();
    }

    @Override
    public long now() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "task after close dropped");
        }
    }

    @Override
    public Timer after(long millis, Runnable task) {
        try {
            Future<?> future = executor.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return NEVER;
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "the simulated modem failed at a task", e);
            }
        };
    }

    /** Drops what waits and ends the thread; returns within a second. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the modem thread did not end within 1 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
