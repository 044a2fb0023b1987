package dev.ipcommand.stub.webhook;

import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls customers' servers, in order per destination and without waiting for one on behalf of another.
 *
 * <p>A destination is a URL without its query. Each has at most one call in flight and 1000 waiting; at most 256 destinations
 * are called at a time, and at most 10 000 callbacks wait in all. What does not fit is logged as undelivered. Callbacks are
 * tried once; a status other than 2xx is the platform's error 83402 and changes nothing else.
 *
 * <p>Threading: any thread may {@link #send}; it never blocks.
 */
public final class Webhooks implements AutoCloseable {
    private static final int MAX_PER_DESTINATION = 1000;
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_IN_FLIGHT = 256;
    private static final int MAX_LOG = 1000;

    private final InstantSource clock;
    private final EventBus events;
    private final Duration patience;
    private final Map<String, ArrayDeque<Callback>> waiting = new HashMap<>();
    private final ArrayDeque<String> ready = new ArrayDeque<>();
    private final Map<String, CompletableFuture<?>> inFlight = new HashMap<>();
    private final ArrayDeque<Delivery> log = new ArrayDeque<>();
    private int waitingCount;
    private boolean closed;
    private @Nullable HttpClient client;
    private @Nullable ExecutorService executor;

    /**
     * Prepares; connects to nobody.
     *
     * @param patience how long one call may take in all; the platform's is 15 s
     */
    public Webhooks(InstantSource clock, EventBus events, Duration patience) {
        this.clock = clock;
        this.events = events;
        this.patience = patience;
    }

    /** Queues a callback behind the earlier ones to the same destination. */
    public synchronized void send(Callback callback) {
        if (closed) {
            return;
        }
        String key = key(callback);
        ArrayDeque<Callback> queue = waiting.computeIfAbsent(key, unused -> new ArrayDeque<>());
        if (queue.size() >= MAX_PER_DESTINATION || waitingCount >= MAX_WAITING) {
            if (queue.isEmpty()) {
                waiting.remove(key);
            }
            finished(new Delivery(clock.instant(), callback, 0, 0, Optional.of("not sent: too many are waiting")));
            return;
        }
        queue.addLast(callback);
        waitingCount++;
        if (queue.size() == 1) {
            ready.addLast(key);
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
        while (!closed && !ready.isEmpty() && inFlight.size() < MAX_IN_FLIGHT) {
            String key = ready.removeFirst();
            ArrayDeque<Callback> queue = waiting.get(key);
            if (queue != null && !queue.isEmpty()) {
                call(key, queue.getFirst());
            }
        }
    }

    private void call(String key, Callback callback) {
        long started = System.nanoTime();
        CompletableFuture<HttpResponse<Void>> exchange;
        try {
            exchange = client().sendAsync(request(callback), HttpResponse.BodyHandlers.discarding());
        } catch (IllegalArgumentException e) {
            exchange = CompletableFuture.failedFuture(e);
        }
        // The request's own time-out ends with the headers; this one also covers a body that never ends.
        CompletableFuture<HttpResponse<Void>> bounded =
                exchange.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        inFlight.put(key, exchange);
        CompletableFuture<HttpResponse<Void>> original = exchange;
        CompletableFuture<Void> unused = bounded.handle((response, failure) -> {
            original.cancel(true);
            long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            int status = failure == null ? response.statusCode() : 0;
            done(key, new Delivery(clock.instant(), callback, status, milliseconds, problem(status, failure)));
            return null;
        });
    }

    private synchronized void done(String key, Delivery delivery) {
        inFlight.remove(key);
        if (closed) {
            return;
        }
        ArrayDeque<Callback> queue = waiting.get(key);
        if (queue != null) {
            queue.pollFirst();
            waitingCount--;
            if (queue.isEmpty()) {
                waiting.remove(key);
            } else {
                ready.addLast(key);
            }
        }
        finished(delivery);
        startReady();
    }

    private void finished(Delivery delivery) {
        if (log.size() == MAX_LOG) {
            log.removeFirst();
        }
        log.addLast(delivery);
        String type = delivery.problem().isEmpty() ? "callback.delivered" : "callback.failed";
        events.publish(type, delivery.callback().commandSid(), delivery.summary());
    }

    private HttpRequest request(Callback callback) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(callback.target()))
                .timeout(patience)
                .header("User-Agent", "TwilioProxy/1.1")
                .header(TwilioSignature.HEADER, TwilioSignature.of(callback));
        if (callback.destination().method() == CallbackMethod.POST) {
            builder.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .POST(HttpRequest.BodyPublishers.ofString(callback.form()));
        }
        return builder.build();
    }

    private HttpClient client() {
        if (client == null) {
            // A kept connection that its server closes in the same moment would lose a callback: keep them shortly.
            if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
                System.setProperty("jdk.httpclient.keepalive.timeout", "1");
            }
            executor = Executors.newFixedThreadPool(2, task -> new Thread(task, "webhook"));
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience)
                    .executor(executor)
                    .build();
        }
        return client;
    }

    private static String key(Callback callback) {
        String url = callback.destination().url();
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        return url.substring(0, end);
    }

    private static Optional<String> problem(int status, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return Optional.of(ErrorCode.CALLBACK_REFUSED.message() + ": "
                    + cause.getClass().getSimpleName());
        }
        return status / 100 == 2
                ? Optional.empty()
                : Optional.of(ErrorCode.CALLBACK_REFUSED.message() + ": HTTP " + status);
    }

    /** Drops what waits and cancels what is in flight. */
    @Override
    public void close() {
        List<CompletableFuture<?>> open;
        ExecutorService threads;
        synchronized (this) {
            closed = true;
            waiting.clear();
            ready.clear();
            open = new ArrayList<>(inFlight.values());
            threads = executor;
        }
        open.forEach(exchange -> exchange.cancel(true));
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
