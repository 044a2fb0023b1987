package dev.ipcommand.agent.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose answers take as long as a modem takes: at most {@value #MAX} under way, each on a thread {@code operator-n}
 * that exists only while it is needed.
 *
 * <p>Threading: {@link #begin} and {@link #close} from any thread.
 */
final class LateAnswers {
    static final int MAX = 4;
    private static final System.Logger LOG = System.getLogger(LateAnswers.class.getName());
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    /** One of them. */
    static final class Late {
        private byte @Nullable [] answer;
        private @Nullable Thread worker;
        private boolean cancelled;

        /** The answer, null if there is none yet. */
        synchronized byte @Nullable [] answer() {
            return answer;
        }

        /** Nobody waits for it any more. */
        synchronized void cancel() {
            cancelled = true;
            if (worker != null) {
                worker.interrupt();
            }
        }

        private void run(Callable<byte[]> operation) {
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                worker = Thread.currentThread();
            }
            byte[] made = answerOf(operation);
            synchronized (this) {
                worker = null;
                answer = made;
            }
            // A cancellation that came too late must not end the thread's next work.
            Thread.interrupted();
        }
    }

    private final Semaphore places = new Semaphore(MAX);
    private final ThreadPoolExecutor threads;

    LateAnswers() {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, MAX + 1, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "operator-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts one.
     *
     * @param whenDone called by its thread when the answer is there
     * @return empty if too many are under way
     */
    Optional<Late> begin(Callable<byte[]> operation, Runnable whenDone) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        Late late = new Late();
        try {
            threads.execute(() -> {
                try {
                    late.run(operation);
                } finally {
                    places.release();
                    whenDone.run();
                }
            });
        } catch (java.util.concurrent.RejectedExecutionException e) {
            // Threads that have just ended their work count a moment longer.
            places.release();
            return Optional.empty();
        }
        return Optional.of(late);
    }

    private static byte[] answerOf(Callable<byte[]> operation) {
        try {
            byte[] answer = operation.call();
            return answer.length <= Json.MAX_LINE
                    ? answer
                    : ControlRequests.error("the answer has " + answer.length + " bytes");
        } catch (InterruptedException e) {
            return ControlRequests.error("cancelled");
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "control request failed: {0}",
                    e.getClass().getSimpleName());
            return ControlRequests.error("internal: " + e.getClass().getSimpleName());
        }
    }

    /** Interrupts what is under way. Idempotent; at most 1 s. */
    void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a request for the modem does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
