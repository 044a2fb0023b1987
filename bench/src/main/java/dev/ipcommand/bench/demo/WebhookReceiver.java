package dev.ipcommand.bench.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands for the user's web server: takes the platform's calls and says 204. Threading: safe. */
final class WebhookReceiver {
    private static final int MAX_BODY = 64 * 1024;

    private final CountDownLatch called = new CountDownLatch(1);
    private final AtomicLong firstMillis = new AtomicLong();

    /** Takes over a server that is bound but not started. */
    WebhookReceiver(HttpServer server) {
        server.createContext("/ip-commands", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            body.readNBytes(MAX_BODY);
            firstMillis.compareAndSet(0, System.currentTimeMillis());
            exchange.sendResponseHeaders(204, -1);
        }
        called.countDown();
    }

    /** When the first call came, in milliseconds since the epoch; 0 = none came in time. */
    long await(long millis) throws InterruptedException {
        return called.await(millis, TimeUnit.MILLISECONDS) ? firstMillis.get() : 0;
    }
}
