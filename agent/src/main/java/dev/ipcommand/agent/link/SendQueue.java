package dev.ipcommand.agent.link;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A bounded queue with one consumer, who can also be woken for other work. Thread-safe. */
final class SendQueue<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<T> queue = new ArrayDeque<>();
    private final int capacity;
    private volatile int size;
    private boolean woken;

    SendQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an element unless the queue is full. Does not react to interrupts: handlers' threads call it. */
    boolean offer(T element) {
        lock.lock();
        try {
            if (queue.size() >= capacity) {
                return false;
            }
            queue.add(element);
            size = queue.size();
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for an element.
     *
     * @param nanos how long it waits at most
     * @param otherWork asked without the lock whether something else is to be done
     * @return null if something else is, or might be, or the time is over
     */
    @Nullable
    T take(BooleanSupplier otherWork, long nanos) throws InterruptedException {
        if (isEmpty() && otherWork.getAsBoolean()) {
            return null;
        }
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (queue.isEmpty() && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            T element = queue.poll();
            size = queue.size();
            return element;
        } finally {
            lock.unlock();
        }
    }
}
