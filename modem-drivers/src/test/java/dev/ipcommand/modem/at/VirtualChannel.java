package dev.ipcommand.modem.at;

import dev.ipcommand.modem.AtCounters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The real engine in virtual time, single-threaded, against a peer in memory: nothing sleeps, everything repeats. */
public final class VirtualChannel implements AtChannel, AtEffects {
    /** The modem's side of the line. */
    public interface Peer {
        /** Bytes of the host; answers go to {@link VirtualChannel#say}. */
        void hear(byte[] bytes, VirtualChannel line);
    }

    @SuppressWarnings("ArrayRecordComponent") // raw bytes, never compared
    private record Event(long at, long order, @Nullable Runnable task, byte[] bytes) {}

    private final Peer peer;
    private final AtEngine engine;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Deque<Runnable> undelivered = new ArrayDeque<>();
    private final List<Urc> published = new ArrayList<>();
    private @Nullable Listener listener;
    private long now = 1_000_000_000L;
    private long order;
    private boolean delivering;
    private boolean ready;
    private int reopenings;
    private int deafnesses;

    public VirtualChannel(Peer peer, AtDialect dialect) {
        this.peer = peer;
        this.engine = new AtEngine(this, AtTimes.USUAL, dialect);
    }

    /** Opens and waits until the engine is in step or deaf. */
    public boolean open() {
        int before = deafnesses;
        engine.opened(now, false);
        while (!ready && deafnesses == before && step(Long.MAX_VALUE)) {
            // the peer answers
        }
        return ready;
    }

    /** The same, again and again as a session would. */
    public boolean open(int tries) {
        boolean open = open();
        for (int i = 1; i < tries && !open; i++) {
            open = open();
        }
        return open;
    }

    /** Bytes of the modem, after a delay. */
    public void say(Duration delay, byte[] bytes) {
        events.add(new Event(now + delay.toNanos(), order++, null, bytes));
    }

    public void say(String bytes) {
        say(Duration.ZERO, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void later(Duration delay, Runnable task) {
        events.add(new Event(now + delay.toNanos(), order++, task, new byte[0]));
    }

    public long now() {
        return now;
    }

    public List<Urc> published() {
        return published;
    }

    public int reopenings() {
        return reopenings;
    }

    AtEngine engine() {
        return engine;
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        long until = now + time.toNanos();
        while (step(until)) {
            deliver();
        }
        now = until;
        engine.tick(now);
        deliver();
    }

    Pending submit(AtCommand<?> command) {
        Pending pending = new Pending(command);
        engine.submit(pending, now);
        return pending;
    }

    void finish(Pending pending) {
        while (!pending.isComplete() && step(Long.MAX_VALUE)) {
            // until it is complete
        }
        if (!pending.isComplete()) {
            throw new AssertionError(pending.command() + " hangs in " + engine.state());
        }
    }

    /** @return false if nothing happens until then */
    private boolean step(long until) {
        Event next = events.peek();
        long wait = engine.nanosToNext(now);
        long timer = wait == AtEngine.NEVER ? Long.MAX_VALUE : now + wait;
        long at = Math.min(timer, next == null ? Long.MAX_VALUE : next.at);
        if (at == Long.MAX_VALUE || at > until) {
            return false;
        }
        now = Math.max(now, at);
        if (next != null && next.at <= timer) {
            events.remove();
            if (next.task != null) {
                next.task.run();
            } else {
                engine.bytes(next.bytes, 0, next.bytes.length, now);
            }
        } else {
            engine.tick(now);
        }
        return true;
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            for (Runnable task = undelivered.poll(); task != null; task = undelivered.poll()) {
                task.run();
            }
        } finally {
            delivering = false;
        }
    }

    @Override
    public <R> R execute(AtCommand<R> command) throws AtException {
        Pending pending = submit(command);
        finish(pending);
        try {
            AtResponse response = pending.result();
            try {
                return command.parse(response);
            } catch (RuntimeException e) {
                throw new AtException.Garbled(command.shown(), e, response.texts());
            }
        } finally {
            deliver();
        }
    }

    @Override
    public <T> T inOrder(Callable<T> task) throws dev.ipcommand.modem.ModemException {
        deliver();
        try {
            return task.call();
        } catch (dev.ipcommand.modem.ModemException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void rest(Duration time) {
        advance(time);
    }

    @Override
    public void use(AtDialect dialect) {
        engine.use(dialect);
    }

    @Override
    public void knowModel(String model) {
        engine.knowModel(model);
    }

    @Override
    public void listen(Listener value) {
        listener = value;
    }

    @Override
    public int consecutiveTimeouts() {
        return engine.consecutiveTimeouts();
    }

    @Override
    public AtCounters counters() {
        return engine.counters(0);
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public void write(byte[] bytes) {
        later(Duration.ZERO, () -> peer.hear(bytes, this));
    }

    @Override
    public void complete(Pending pending) {}

    @Override
    public void publish(Urc urc) {
        published.add(urc);
        tell(hearing -> hearing.onUrc(urc));
    }

    private void tell(java.util.function.Consumer<Listener> news) {
        undelivered.add(() -> {
            if (listener != null) {
                news.accept(listener);
            }
        });
    }

    @Override
    public void reopen() {
        reopenings++;
        later(Duration.ofMillis(50), () -> engine.opened(now, true));
    }

    @Override
    public void ready() {
        ready = true;
    }

    @Override
    public void deaf() {
        deafnesses++;
        tell(Listener::onDeaf);
    }
}
