package dev.ipcommand.agent.security;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Asks again and again whether the clock is synchronised, on a thread of its own: asking takes a process, and whoever
 * checks a token must not wait for one. Once a minute until the answer is yes, then every ten minutes.
 *
 * <p><b>Threading.</b> Any thread. {@link #close} is bounded and may be called again.
 */
final class SynchronisationWatch implements Synchronisation, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SynchronisationWatch.class.getName());
    private static final Duration UNTIL_YES = Duration.ofMinutes(1);
    private static final Duration AFTER_YES = Duration.ofMinutes(10);
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final BooleanSupplier question;
    private final LongSupplier nanoClock;
    private final Thread thread = new Thread(this::run, "clock-watch");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private boolean asked;
    private boolean closed;
    private boolean yes;
    private long askedAt;

    /** @param question may take seconds; is asked on the watch's own thread */
    SynchronisationWatch(BooleanSupplier question, LongSupplier nanoClock) {
        this.question = question;
        this.nanoClock = nanoClock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public boolean isSeen() {
        lock.lock();
        try {
            return yes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isSeenSince(long nanos) {
        lock.lock();
        try {
            return yes && askedAt - nanos >= 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void askAgain() {
        lock.lock();
        try {
            asked = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            do {
                ask();
            } while (waitForTheNext());
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Asks once. */
    void ask() {
        long at = nanoClock.getAsLong();
        boolean answer = question.getAsBoolean();
        lock.lock();
        try {
            if (answer != yes) {
                LOG.log(
                        System.Logger.Level.INFO,
                        answer ? "the clock is synchronised" : "the clock is not synchronised");
            }
            yes = answer;
            askedAt = at;
        } finally {
            lock.unlock();
        }
    }

    /** Returns after a while, or when asked to; false if closed. */
    private boolean waitForTheNext() throws InterruptedException {
        lock.lock();
        try {
            long left = pause().toNanos();
            while (!asked && !closed && left > 0) {
                left = wake.awaitNanos(left);
            }
            asked = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** How long the present answer is good for. */
    Duration pause() {
        return isSeen() ? AFTER_YES : UNTIL_YES;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(TO_END.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
