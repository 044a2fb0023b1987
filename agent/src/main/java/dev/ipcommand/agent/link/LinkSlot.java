package dev.ipcommand.agent.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The link in use, or none; threads can wait for one. Thread-safe. */
final class LinkSlot {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable DatagramLink link;
    private boolean closed;

    void set(DatagramLink next) {
        lock.lock();
        try {
            link = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    DatagramLink present() {
        return link;
    }

    @Nullable
    DatagramLink clear() {
        lock.lock();
        try {
            DatagramLink was = link;
            link = null;
            changed.signalAll();
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a link out of use if it is the present one; whether it was. */
    boolean retire(DatagramLink ended) {
        lock.lock();
        try {
            if (link != ended) {
                return false;
            }
            link = null;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a link; null when closed. Not interruptible: its caller is never interrupted. */
    @Nullable
    DatagramLink await() {
        lock.lock();
        try {
            while (link == null && !closed) {
                changed.awaitUninterruptibly();
            }
            return closed ? null : link;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a link, at most so long; null if none came. */
    @Nullable
    DatagramLink await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (link == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed ? null : link;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until another link or none is in use, at most so long. */
    void awaitOther(DatagramLink than, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long until = System.nanoTime() + nanos;
            while (link == than && !closed) {
                long left = until - System.nanoTime();
                if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
