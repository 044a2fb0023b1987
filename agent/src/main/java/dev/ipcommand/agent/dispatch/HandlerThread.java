package dev.ipcommand.agent.dispatch;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One {@code handler-n} thread: runs calls, then waits for the next, and ends after 30 s without one.
 *
 * <p>A daemon: a handler that hangs must not keep the process alive.
 *
 * <p><b>Threading.</b> {@code give}, {@code proceedTo}, {@code lose} and {@code dismiss} under the pool's lock.
 */
final class HandlerThread {
    private static final long KEEP_ALIVE_NANOS = 30_000_000_000L;

    private final HandlerPool pool;
    private final Thread thread;
    private volatile @Nullable Call given;
    private volatile @Nullable Call current;
    private volatile boolean lost;
    private volatile boolean replaced;
    private volatile boolean dismissed;
    private volatile boolean toRetire;

    HandlerThread(HandlerPool pool, String name, Call first) {
        this.pool = pool;
        this.given = first;
        this.current = first;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands a call to the thread while it waits. */
    void give(Call call) {
        current = call;
        given = call;
    }

    /** Notes what the thread runs next; null = nothing yet. */
    void proceedTo(@Nullable Call call) {
        current = call;
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    /** The call it runs or is about to run. */
    @Nullable
    Call current() {
        return current;
    }

    void lose(boolean isReplaced) {
        lost = true;
        replaced = isReplaced;
    }

    /** Whether its call was abandoned. */
    boolean isLost() {
        return lost;
    }

    /** Whether another thread may take its place meanwhile. */
    boolean isReplaced() {
        return replaced;
    }

    /** Asks for its end once its call is done. */
    void retireAfterCall() {
        toRetire = true;
    }

    boolean isToRetire() {
        return toRetire;
    }

    void dismiss() {
        dismissed = true;
        unpark();
    }

    boolean isDismissed() {
        return dismissed;
    }

    void join(long nanos) {
        Threads.join(thread, nanos / 1_000_000);
    }

    private void run() {
        Call call = await();
        while (call != null) {
            pool.run(call);
            Call next = pool.next(this, call);
            call = next == null ? await() : next;
        }
    }

    /** Null when it is to end. */
    private @Nullable Call await() {
        long until = System.nanoTime() + KEEP_ALIVE_NANOS;
        while (true) {
            Call call = given;
            if (call != null) {
                given = null;
                return call;
            }
            if (dismissed) {
                return null;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                pool.retire(this);
                // Given a call in the last moment, or dismissed: the next round sees which.
                until = System.nanoTime() + KEEP_ALIVE_NANOS;
            } else {
                LockSupport.parkNanos(this, left);
                // Foreign code may have kept this thread and interrupt it late; parking would then return at once.
                Thread.interrupted();
            }
        }
    }
}
