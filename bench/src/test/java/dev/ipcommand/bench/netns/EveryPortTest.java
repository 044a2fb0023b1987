package dev.ipcommand.bench.netns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stub as the real 100.64.0.1, on every UDP port, by the shipped {@code config/cloud-stub.nft}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class EveryPortTest {
    private static final String ADDRESS = "100.64.0.23";
    private static final String ACCOUNT = "AC" + "1".repeat(32);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @BeforeAll
    static void needNamespaces() throws InterruptedException {
        String obstacle = Namespaces.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void shouldTakeEveryPortAndSendFromOne() throws Exception {
        Installation installation = Installation.find();
        try (Namespaces network = Namespaces.create();
                PrivateDirectory directory = PrivateDirectory.create("ipcommand-port-");
                Children children = new Children(directory.path())) {
            String obstacle = network.obstacleTo(installation.root().resolve("config/cloud-stub.nft"));
            assumeTrue(obstacle.isEmpty(), obstacle);
            network.address(ADDRESS);
            network.route(ADDRESS);
            Child stub = children.start(
                    "stub",
                    network.inOutside(List.of(
                            installation.launcher("cloud-stub").toString(),
                            "--http=127.0.0.1:0",
                            "--gateway=" + Namespaces.GATEWAY + ":6969",
                            "--attach",
                            "--account-sid=" + ACCOUNT)),
                    Map.of("CLOUD_STUB_AUTH_TOKEN", "token"));
            String url = stub.awaitLine("READY", PATIENCE);

            try (DatagramSocket device = network.deviceSocket(ADDRESS, Device.PORT)) {
                int count = 0;
                for (int port : new int[] {7, 6969, 40_000, 65_535}) {
                    byte[] payload = new byte[port == 7 ? 1300 : 200];
                    new Random(port).nextBytes(payload);
                    device.send(new DatagramPacket(payload, payload.length, Namespaces.at(Namespaces.GATEWAY, port)));
                    check(awaitReceived(network, url, ++count), payload);
                }

                // Whatever port the device has sent to last.
                command(network, url, "PING");
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                device.receive(packet);
                assertEquals("PING", text(packet));
                SocketAddress from = packet.getSocketAddress();
                assertEquals(Namespaces.at(Namespaces.GATEWAY, 6969), from);
                byte[] answer = "PONG".getBytes(StandardCharsets.US_ASCII);
                device.send(new DatagramPacket(answer, answer.length, from));
                check(awaitReceived(network, url, ++count), answer);
            }
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    private static void check(JsonNode command, byte[] payload) {
        assertArrayEquals(
                payload, Base64.getDecoder().decode(command.path("payload").asText()));
        assertEquals(Device.PORT, command.path("device_port").asInt());
        assertEquals(ADDRESS, command.path("device_ip").asText());
        assertEquals("from_sim", command.path("direction").asText());
    }

    /** The newest command from the device, once there are so many. */
    private static JsonNode awaitReceived(Namespaces network, String url, int count) {
        return Awaitility.await(count + " received")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> exchange(network, "GET", url + "/v1/IpCommands?Direction=from_sim", "")
                                .path("ip_commands"),
                        list -> list.size() == count)
                .get(0);
    }

    private static void command(Namespaces network, String url, String payload) throws IOException {
        JsonNode created =
                exchange(network, "POST", url + "/v1/IpCommands", "Sim=bench-1&DevicePort=6969&Payload=" + payload);
        assertEquals("queued", created.path("status").asText());
    }

    /** The connection opens its socket on the thread that uses it, so in the namespace that this thread has entered. */
    private static JsonNode exchange(Namespaces network, String method, String url, String form) throws IOException {
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        byte[] answer = network.outside(() -> {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            String pair = Base64.getEncoder().encodeToString((ACCOUNT + ":token").getBytes(StandardCharsets.US_ASCII));
            connection.setRequestMethod(method);
            connection.setRequestProperty("Authorization", "Basic " + pair);
            connection.setRequestProperty("Connection", "close");
            connection.setReadTimeout(20_000);
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body);
            }
            try (var stream = connection.getInputStream()) {
                return stream.readAllBytes();
            }
        });
        return new ObjectMapper().readTree(answer);
    }
}
