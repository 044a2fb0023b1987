package dev.ipcommand.modem.at;

import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads around {@link AtEngine}: {@code at-read} feeds it and reopens the port, {@code at-urc} delivers, callers wait.
 *
 * <p>The engine is guarded by {@code lock}. What it wants written is queued under that lock and written outside it, in
 * order, by whoever gets {@code writing} first: a write that blocks stops neither the reader nor {@link #close}.
 */
final class PortAtChannel implements AtChannel, AtEffects {
    private static final Duration READ_TIMEOUT = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final int BUFFER = 4096;

    private enum Opening {
        UNDER_WAY,
        READY,
        DEAF,
        GONE
    }

    private final AtPort.Opener opener;
    private final AtClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtEngine engine;
    private final Queue<byte[]> writes = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final UrcQueue urcs = new UrcQueue();
    private final Thread reader = new Thread(this::read, "at-read");
    private volatile @Nullable AtPort port;
    private volatile @Nullable Listener listener;
    private volatile boolean closed;
    private volatile boolean reopenWanted;
    private Opening opening = Opening.UNDER_WAY;

    PortAtChannel(AtPort.Opener opener, AtDialect dialect, AtClock clock) {
        this.opener = opener;
        this.clock = clock;
        this.engine = new AtEngine(this, AtTimes.USUAL, dialect);
    }

    void start() throws ModemException, InterruptedException {
        port = opener.open();
        reader.setDaemon(true);
        urcs.start();
        reader.start();
        try {
            awaitOpening();
        } catch (ModemException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitOpening() throws ModemException, InterruptedException {
        lock.lockInterruptibly();
        try {
            engine.opened(clock.nanoTime(), false);
        } finally {
            lock.unlock();
        }
        flush();
        lock.lockInterruptibly();
        try {
            while (opening == Opening.UNDER_WAY && !closed) {
                changed.await(1, TimeUnit.SECONDS);
            }
            if (opening != Opening.READY) {
                throw new ModemException(
                        opening == Opening.GONE ? ModemException.Kind.PORT_GONE : ModemException.Kind.TIMEOUT,
                        opening == Opening.GONE ? "port gone while opening" : "nobody answers AT on this port");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <R> R execute(AtCommand<R> command) throws AtException, InterruptedException {
        Pending pending = new Pending(command);
        lock.lockInterruptibly();
        try {
            engine.submit(pending, clock.nanoTime());
        } finally {
            lock.unlock();
        }
        flush();
        await(pending);
        AtResponse response = pending.result();
        try {
            return command.parse(response);
        } catch (RuntimeException e) {
            throw new AtException.Garbled(command.shown(), e, response.texts());
        }
    }

    private void await(Pending pending) throws InterruptedException {
        boolean complete = false;
        while (!complete) {
            lock.lockInterruptibly();
            try {
                long wait = pending.isComplete() ? 0 : engine.nanosToNext(clock.nanoTime());
                if (wait > 0) {
                    changed.awaitNanos(Math.min(wait, TimeUnit.SECONDS.toNanos(1)));
                }
                if (!pending.isComplete()) {
                    engine.tick(clock.nanoTime());
                }
                complete = pending.isComplete();
            } catch (InterruptedException e) {
                engine.withdraw(pending);
                throw e;
            } finally {
                lock.unlock();
            }
            flush();
        }
    }

    @Override
    public <T> T inOrder(Callable<T> task) throws ModemException, InterruptedException {
        FutureTask<T> future = new FutureTask<>(task);
        if (urcs.isOwnThread()) {
            future.run();
        } else {
            urcs.add(future);
        }
        while (true) {
            try {
                return future.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (closed) {
                    throw new ModemException(ModemException.Kind.CLOSED, "channel closed");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ModemException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof InterruptedException) {
                    throw new ModemException(ModemException.Kind.CLOSED, "channel closed", e);
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void rest(Duration time) throws InterruptedException {
        long until = clock.nanoTime() + time.toNanos();
        lock.lockInterruptibly();
        try {
            for (long left = time.toNanos(); left > 0 && !closed; left = until - clock.nanoTime()) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void use(AtDialect dialect) {
        locked(() -> engine.use(dialect));
    }

    @Override
    public void knowModel(String model) {
        locked(() -> engine.knowModel(model));
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listen(Listener value) {
        listener = value;
    }

    @Override
    public int consecutiveTimeouts() {
        lock.lock();
        try {
            return engine.consecutiveTimeouts();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AtCounters counters() {
        lock.lock();
        try {
            return engine.counters(urcs.dropped());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        locked(() -> {
            engine.close();
            changed.signalAll();
        });
        AtPort open = port;
        if (open != null) {
            open.close();
        }
        if (!Thread.currentThread().equals(reader)) {
            Threads.end(reader, PATIENCE);
        }
        urcs.close(PATIENCE);
    }

    // ---- effects: called under the lock

    @Override
    public void write(byte[] bytes) {
        writes.add(bytes);
    }

    @Override
    public void complete(Pending pending) {
        changed.signalAll();
    }

    @Override
    public void publish(Urc urc) {
        urcs.offer(() -> tell(urc), urc.known());
    }

    private void tell(Urc urc) {
        Listener hearing = listener;
        if (hearing != null) {
            hearing.onUrc(urc);
        }
    }

    @Override
    public void reopen() {
        reopenWanted = true;
    }

    @Override
    public void ready() {
        opening = Opening.READY;
        changed.signalAll();
    }

    @Override
    public void deaf() {
        if (opening == Opening.UNDER_WAY) {
            opening = Opening.DEAF;
            changed.signalAll();
        }
        urcs.add(() -> {
            Listener hearing = listener;
            if (hearing != null) {
                hearing.onDeaf();
            }
        });
    }

    // ---- the port

    private void flush() {
        while (!writes.isEmpty() && writing.tryLock()) {
            try {
                AtPort open = port;
                for (byte[] bytes = writes.poll(); bytes != null && open != null; bytes = writes.poll()) {
                    open.write(bytes);
                }
            } catch (IOException e) {
                gone(e.getMessage());
            } finally {
                writing.unlock();
            }
        }
    }

    private void read() {
        byte[] buffer = new byte[BUFFER];
        int instantNothings = 0;
        while (!closed) {
            long before = System.nanoTime();
            int count;
            try {
                AtPort open = port;
                if (open == null) {
                    return;
                }
                count = open.read(buffer, READ_TIMEOUT);
                feed(buffer, count);
            } catch (IOException | RuntimeException e) {
                // Nothing that a modem says may end this thread unnoticed.
                gone(String.valueOf(e.getMessage()));
                return;
            }
            instantNothings = count == 0 && System.nanoTime() - before < 1_000_000 ? instantNothings + 1 : 0;
            if (instantNothings > 10) {
                // A port that returns at once with nothing must not burn the processor.
                LockSupport.parkNanos(READ_TIMEOUT.toNanos() / 5);
            }
        }
    }

    private void feed(byte[] buffer, int count) {
        locked(() -> {
            if (count > 0) {
                engine.bytes(buffer, 0, count, clock.nanoTime());
            } else {
                engine.tick(clock.nanoTime());
            }
        });
        flush();
        if (reopenWanted && !closed) {
            reopenWanted = false;
            reopenNow();
        }
    }

    private void reopenNow() {
        AtPort old = port;
        if (old != null) {
            old.close();
        }
        writes.clear();
        try {
            AtPort fresh = opener.open();
            port = fresh;
            if (closed) {
                fresh.close();
                return;
            }
            locked(() -> engine.opened(clock.nanoTime(), true));
            flush();
        } catch (ModemException e) {
            port = null;
            gone(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            port = null;
        }
    }

    private void gone(@Nullable String reason) {
        if (closed) {
            return;
        }
        String because = reason == null ? "no reason told" : reason;
        locked(() -> {
            if (engine.state() == AtEngine.State.GONE) {
                return;
            }
            engine.portGone(because);
            if (opening == Opening.UNDER_WAY) {
                opening = Opening.GONE;
            }
            changed.signalAll();
            urcs.add(() -> {
                Listener hearing = listener;
                if (hearing != null) {
                    hearing.onPortLost(because);
                }
            });
        });
        AtPort open = port;
        if (open != null) {
            open.close();
        }
    }
}
