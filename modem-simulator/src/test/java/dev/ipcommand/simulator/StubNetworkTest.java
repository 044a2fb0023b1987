package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ipcommand.simulator.network.PacketNetwork.Answer;
import dev.ipcommand.simulator.network.StubNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubNetworkTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private StubNetwork network;
    private volatile String answer = "{\"attached\":true,\"device_ip\":\"127.64.0.40\",\"lease_s\":10}";
    private volatile int status = 200;

    StubNetworkTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        network = new StubNetwork(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "8988307000000000001");
    }

    @BeforeEach
    void listen() {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        network.close();
        server.stop(0);
    }

    private Answer attach(@Nullable String address) throws Exception {
        CompletableFuture<Answer> told = new CompletableFuture<>();
        network.attach(address, told::complete);
        return told.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldAttachRenewAndDetachAsTheContractSays() throws Exception {
        Answer first = attach(null);
        Answer second = attach(first.address());
        network.close();

        assertEquals(new Answer(true, "127.64.0.40", 10_000, ""), first);
        assertEquals(first, second);
        String put = "PUT /_stub/sims/8988307000000000001/network application/json ";
        assertEquals(
                List.of(
                        put + "{\"attached\":true,\"lease_s\":10}",
                        put + "{\"attached\":true,\"lease_s\":10,\"device_ip\":\"127.64.0.40\"}",
                        put + "{\"attached\":false}"),
                requests);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"code\":20404}",
                "200 | not JSON",
                "200 | {\"attached\":true}",
                "200 | {\"attached\":true,\"device_ip\":\"example.org\"}",
                "200 | {\"attached\":false,\"device_ip\":\"127.64.0.40\"}",
                "200 | []",
            })
    void shouldTakeAnythingElseForARefusal(int code, String body) throws Exception {
        status = code;
        answer = body;

        Answer refused = attach(null);

        assertFalse(refused.attached());
        assertFalse(refused.problem().isEmpty());
    }

    @Test
    void shouldRefuseWhenNobodyListens() throws Exception {
        server.stop(0);

        assertFalse(attach(null).attached());
        assertTrue(requests.isEmpty());
    }
}
