package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.event.Event;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.event.Subscription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that never answers, called under 300 URLs, and one that does. */
class WebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HandClock clock = new HandClock();
    private final EventBus events = new EventBus(clock);

    private static Callback callback(String sid, int port, String path) {
        return new Callback(
                sid,
                new CallbackKeys("token", Optional.empty()),
                new Destination("http://127.0.0.1:" + port + path, CallbackMethod.POST),
                Map.of("Status", "sent"));
    }

    private static HttpServer healthy() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void shouldNotLetAServerThatHangsDelayAnother() throws Exception {
        HttpServer healthy = healthy();
        Subscription seen = events.subscribe(0, 1000).orElseThrow();
        // The kernel accepts what this one never will; nobody's time is over before the test's.
        try (ServerSocket hanging = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
                Webhooks webhooks =
                        new Webhooks(clock, events, Dialect.TWILIO.callbacks().within(PATIENCE))) {
            for (int i = 0; i < 300; i++) {
                webhooks.send(callback("hanging", hanging.getLocalPort(), "/cb/" + i));
            }
            for (int i = 0; i < 10; i++) {
                webhooks.send(callback("healthy" + i, healthy.getAddress().getPort(), "/cb"));
            }

            List<String> delivered = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Event event = seen.take(PATIENCE).orElseThrow();
                delivered.add(event.type() + " " + event.sid());
            }

            for (int i = 0; i < 10; i++) {
                assertEquals("callback.delivered healthy" + i, delivered.get(i));
            }
            assertEquals(10, webhooks.log().size(), "the others still hang");
        } finally {
            healthy.stop(0);
        }
    }

    @Test
    void shouldLogWhatThereIsNoRoomFor() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
                Webhooks webhooks =
                        new Webhooks(clock, events, Dialect.TWILIO.callbacks().within(PATIENCE))) {
            int sent = 0;
            while (webhooks.log().isEmpty() && sent < 100_000) {
                webhooks.send(callback("x", hanging.getLocalPort(), "/cb"));
                sent++;
            }

            Map<String, Object> fields = webhooks.log().get(0).fields();
            assertEquals(0, fields.get("attempt"));
            assertEquals(83402, fields.get("error_code"));
            assertTrue(
                    String.valueOf(fields.get("error_message")).endsWith("not sent: too many callbacks are waiting"));
        }
    }
}
