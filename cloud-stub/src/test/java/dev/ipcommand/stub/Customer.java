package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A customer's web server: records what is called, and answers 204, {@code /status/NNN} with NNN, {@code /hang} not at all. */
final class Customer implements AutoCloseable {
    /** One request as it came. */
    record Call(String method, String uri, Headers headers, String body) {
        /** The form, or the query of a GET. */
        Map<String, String> parameters() {
            return parse(method.equals("GET") ? uri.substring(uri.indexOf('?') + 1) : body);
        }

        String signature() {
            return header("X-Twilio-Signature");
        }

        String contentType() {
            return header("Content-Type");
        }

        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    Customer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/hang")) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        int status = path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 204;
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Map<String, String> parse(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    Call next() throws InterruptedException {
        Call call = calls.poll(20, TimeUnit.SECONDS);
        return call == null ? fail("the customer was not called") : call;
    }

    boolean quiet() {
        return calls.isEmpty();
    }

    /** Lets everything that hangs be answered. */
    void release() {
        release.countDown();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
