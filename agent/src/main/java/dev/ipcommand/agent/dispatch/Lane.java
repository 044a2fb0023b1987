package dev.ipcommand.agent.dispatch;

import java.util.ArrayDeque;

/**
 * A handler's queue: first in, first out, and how many of its calls may run at the same time.
 *
 * <p><b>Threading.</b> Everything mutable is guarded by the lock of the {@link HandlerPool}, but for its size.
 */
final class Lane {
    /** One lane never holds every thread of the pool. */
    static final int MAX_CONCURRENCY = HandlerPool.MAX_THREADS - 1;

    final String name;
    volatile int concurrency;
    volatile int capacity;
    /** Whether its calls run in this process, where nothing can end a call that ignores its interrupt. */
    final boolean inProcess;

    final ArrayDeque<Call> queue = new ArrayDeque<>();
    int running;
    int abandoned;
    boolean ready;

    Lane(String name, int concurrency, int capacity, boolean inProcess) {
        this.name = name;
        this.inProcess = inProcess;
        resize(concurrency, capacity);
    }

    /** Any thread: holds from the next call on that comes or ends. What waits already stays, in its order. */
    void resize(int newConcurrency, int newCapacity) {
        concurrency = Math.max(1, Math.min(newConcurrency, MAX_CONCURRENCY));
        capacity = Math.max(0, newCapacity);
    }

    boolean mayRun() {
        return running < concurrency && abandoned == 0;
    }
}
