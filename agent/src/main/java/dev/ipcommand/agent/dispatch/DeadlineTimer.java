package dev.ipcommand.agent.dispatch;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * The {@code handler-timer} thread: calls back when the nearest deadline comes.
 *
 * <p>Commands end long before their deadlines, so nothing is cancelled and arming is nearly always a comparison: the
 * thread sleeps until the nearest deadline ever armed and looks again then.
 *
 * <p><b>Threading.</b> {@link #arm} from any thread.
 */
final class DeadlineTimer implements AutoCloseable {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long MIN_WAIT_NANOS = 1_000_000L;
    private static final long AFTER_FAILURE_NANOS = 100_000_000L;
    private static final System.Logger LOG = System.getLogger(DeadlineTimer.class.getName());

    private final DispatchClock clock;
    private final LongUnaryOperator expire;
    private final Thread thread;
    private final long origin;
    /** Nanoseconds after {@code origin}, so that they compare without wrapping. */
    private volatile long planned = NEVER;

    private volatile boolean closed;

    /** @param expire does what is due at a time and returns the next deadline, or {@link #NEVER} */
    DeadlineTimer(DispatchClock clock, LongUnaryOperator expire) {
        this.clock = clock;
        this.expire = expire;
        this.origin = clock.nanos();
        this.thread = new Thread(this::run, "handler-timer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void arm(long deadline) {
        long due = deadline - origin;
        if (due < planned) {
            synchronized (this) {
                if (due < planned) {
                    planned = due;
                    LockSupport.unpark(thread);
                }
            }
        }
    }

    private void run() {
        while (!closed) {
            long now = clock.nanos();
            long wait = planned - (now - origin);
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
                continue;
            }
            synchronized (this) {
                planned = NEVER;
            }
            long next = look(now);
            if (next != NEVER) {
                // What is due and not yet over is looked at again soon, not at once.
                arm(Math.max(next - now, MIN_WAIT_NANOS) + now);
            }
        }
    }

    /** Without this thread no call would ever be interrupted again: no failure ends it. */
    private long look(long now) {
        try {
            return expire.applyAsLong(now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "looking at the deadlines failed", e);
            return now + AFTER_FAILURE_NANOS;
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread, 200);
    }
}
