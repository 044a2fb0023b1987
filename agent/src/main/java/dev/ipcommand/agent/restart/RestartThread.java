package dev.ipcommand.agent.restart;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread {@code restart}: does one thing after the other, some of them later. A test puts its own in its place. */
class RestartThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("restart");

    private final ScheduledThreadPoolExecutor executor;

    RestartThread() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "restart");
            made.setDaemon(true);
            return made;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Waits for the result; an interrupt ends the wait, not the task. */
    <T> T ask(Callable<T> task) throws InterruptedException, ExecutionException {
        Future<T> result = executor.submit(task);
        return result.get();
    }

    void run(Runnable task) {
        later(task, Duration.ZERO);
    }

    void later(Runnable task, Duration pause) {
        try {
            Runnable guarded = () -> guard(task);
            Future<?> unused = executor.schedule(guarded, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the agent ends");
        }
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a restart failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
