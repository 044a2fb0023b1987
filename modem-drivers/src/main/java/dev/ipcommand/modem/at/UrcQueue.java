package dev.ipcommand.modem.at;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers in order on the thread {@code at-urc}. Bounded: lines that no dialect knows may fill half of it, so that a storm
 * of them does not push out what matters; what finds it full is counted.
 */
final class UrcQueue {
    static final int CAPACITY = 512;
    private static final System.Logger LOG = System.getLogger(UrcQueue.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "at-urc");
    private boolean closed;
    private long dropped;

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    boolean isOwnThread() {
        return Thread.currentThread().equals(thread);
    }

    /** For what must not get lost; there are only ever a few of these. */
    void add(Runnable task) {
        offer(task, Integer.MAX_VALUE);
    }

    void offer(Runnable task, boolean known) {
        offer(task, known ? CAPACITY : CAPACITY / 2);
    }

    private void offer(Runnable task, int capacity) {
        lock.lock();
        try {
            if (closed || queue.size() >= capacity) {
                dropped++;
            } else {
                queue.add(task);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Runnable task = take(); task != null; task = take()) {
                runOne(task);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "URC listener failed: " + e, e);
        }
    }

    private @org.jspecify.annotations.Nullable Runnable take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                changed.await();
            }
            return closed ? null : queue.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits and lets the task that runs end; interrupts it if it does not. */
    void close(Duration patience) {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!isOwnThread()) {
            Threads.end(thread, patience);
        }
    }
}
