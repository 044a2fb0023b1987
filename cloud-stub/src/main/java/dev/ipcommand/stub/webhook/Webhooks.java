package dev.ipcommand.stub.webhook;

import dev.ipcommand.stub.dialect.CallbackPolicy;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Calls customers' servers, in order per destination and without waiting for one on behalf of another: {@link Outbox} has
 * the bounds. What does not fit is logged as undelivered. An answer other than 2xx, or none, is the platform's error 83402
 * and changes nothing else.
 *
 * <p>Threading: any thread may {@link #send}; it never blocks. A call in flight holds a thread named {@code webhook}, at most 256 do;
 * {@code webhook-limit} ends those whose time is over. Threads come with the first callback. Looking up a host name is the
 * system's business and may take longer than a call may; it holds up that server's callbacks alone.
 */
public final class Webhooks implements AutoCloseable {
    private static final int MAX_LOG = 1000;

    private final InstantSource clock;
    private final EventBus events;
    private final CallbackPolicy policy;
    private final CallbackHeaders headers;
    private final Outbox outbox = new Outbox(Outbox.Bounds.DEFAULT);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "webhook"));
    private final ScheduledThreadPoolExecutor limits =
            new ScheduledThreadPoolExecutor(1, task -> daemon(task, "webhook-limit"));
    private final Set<HttpCall> open = new HashSet<>();
    private final ArrayDeque<Delivery> log = new ArrayDeque<>();
    private boolean closed;

    /** Prepares; connects to nobody. */
    public Webhooks(InstantSource clock, EventBus events, CallbackPolicy policy) {
        this.clock = clock;
        this.events = events;
        this.policy = policy;
        this.headers = new CallbackHeaders(policy, clock);
        limits.setRemoveOnCancelPolicy(true);
    }

    /** A thread that a name server without an answer cannot keep the process alive with. */
    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Queues a callback behind the earlier ones to the same destination. */
    public synchronized void send(Callback callback) {
        if (closed) {
            return;
        }
        if (!outbox.offer(callback)) {
            HttpCall.Outcome refused = new HttpCall.Outcome(0, Optional.of("not sent: too many callbacks are waiting"));
            record(callback, 0, refused, 0);
        }
        startReady();
    }

    /** The newest attempts, newest first, at most 1000. */
    public synchronized List<Delivery> log() {
        List<Delivery> newestFirst = new ArrayList<>(log.size());
        log.descendingIterator().forEachRemaining(newestFirst::add);
        return newestFirst;
    }

    private void startReady() {
        for (Optional<Callback> next = outbox.next(); next.isPresent(); next = outbox.next()) {
            Callback callback = next.get();
            threads.execute(() -> deliver(callback));
        }
    }

    private void deliver(Callback callback) {
        String token = UUID.randomUUID().toString();
        long end = System.nanoTime() + policy.total().toNanos();
        try {
            int status = attempt(callback, token, 1, policy.total());
            long left = end - System.nanoTime();
            if (policy.retried().contains(status) && left > 0) {
                attempt(callback, token, 2, Duration.ofNanos(left));
            }
        } finally {
            done(callback);
        }
    }

    private int attempt(Callback callback, String token, int number, Duration left) {
        HttpCall call = new HttpCall(URI.create(callback.target()), policy);
        Optional<ScheduledFuture<?>> limit = begin(call, left);
        if (limit.isEmpty()) {
            return 0;
        }
        long started = System.nanoTime();
        String method = callback.destination().method().name();
        HttpCall.Outcome outcome = call.run(method, headers.of(callback, token), callback.body());
        limit.get().cancel(false);
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        synchronized (this) {
            open.remove(call);
            if (!closed) {
                record(callback, number, outcome, milliseconds);
            }
        }
        return outcome.status();
    }

    /** Makes a call one that can be ended; empty if there is to be none any more. */
    private synchronized Optional<ScheduledFuture<?>> begin(HttpCall call, Duration left) {
        if (closed) {
            return Optional.empty();
        }
        open.add(call);
        return Optional.of(limits.schedule(call::expire, left.toNanos(), TimeUnit.NANOSECONDS));
    }

    private synchronized void done(Callback callback) {
        outbox.done(callback);
        if (!closed) {
            startReady();
        }
    }

    private void record(Callback callback, int attempt, HttpCall.Outcome outcome, long milliseconds) {
        Optional<String> problem = outcome.problem().map(why -> ErrorCode.CALLBACK_REFUSED.message() + ": " + why);
        Delivery delivery = new Delivery(clock.instant(), callback, attempt, outcome.status(), milliseconds, problem);
        if (log.size() == MAX_LOG) {
            log.removeFirst();
        }
        log.addLast(delivery);
        String type = problem.isEmpty() ? "callback.delivered" : "callback.failed";
        events.publish(type, callback.commandSid(), delivery.summary());
    }

    /** Drops what waits and ends what is in flight. */
    @Override
    public void close() {
        List<HttpCall> calls;
        synchronized (this) {
            closed = true;
            outbox.clear();
            calls = List.copyOf(open);
        }
        calls.forEach(HttpCall::close);
        threads.shutdownNow();
        limits.shutdownNow();
    }
}
