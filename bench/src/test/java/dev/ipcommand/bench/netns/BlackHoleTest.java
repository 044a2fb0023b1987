package dev.ipcommand.bench.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The probe of the real agent, at the shortest interval that it may have; takes two minutes, so only with
 * {@code -Dipcommand.netns=all}. {@code LinkWatchTest} has the same on a clock of its own.
 */
@EnabledIfSystemProperty(named = "ipcommand.netns", matches = "all")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BlackHoleTest {
    private static final String ADDRESS = "100.64.9.9";
    private static final String SERVER = "198.51.100.53";
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** For a loaded machine; the interval itself is exact. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    @BeforeAll
    static void needNamespaces() throws InterruptedException {
        String obstacle = Namespaces.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void shouldBeFoundWithinAnIntervalAndThreeTimeouts() throws Exception {
        try (Device device = new Device()) {
            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            device.network.outside("addr add " + SERVER + "/32 dev gw0");
            try (DatagramSocket server = device.network.socket(SERVER, 53)) {
                server.setSoTimeout(90_000);
                device.readyAgent(
                        "none",
                        "interface = \"wwan0\"\nprobe = \"dns:" + SERVER + "\"\nprobe_interval = \""
                                + INTERVAL.toSeconds() + "s\"\nprobe_timeout = \"" + TIMEOUT.toSeconds() + "s\"",
                        ADDRESS);
                // The default route leads elsewhere: an answer would never come, and that would prove nothing.
                String warning = device.await(
                                "the warning",
                                status -> !status.at("/link/warning").asText().isEmpty())
                        .at("/link/warning")
                        .asText();
                assertTrue(warning.startsWith("the route to the probe's server does not leave by"), warning);
                device.network.device(warning.split("type: ip ", -1)[1]);

                DatagramPacket question = receive(server);
                assertEquals(Namespaces.at(ADDRESS, Device.PORT), question.getSocketAddress());
                answer(server, question);
                long answered = System.nanoTime();
                // Only the second life sign shows that the first was taken.
                answer(server, receive(server));
                long between = System.nanoTime() - answered;
                assertTrue(between > INTERVAL.toNanos() - TIMEOUT.toNanos(), between + " ns");

                // From here on the network swallows everything.
                long silent = System.nanoTime();
                receive(server);
                receive(server);
                device.await("the verdict", status -> status.at("/link/warning")
                        .asText()
                        .equals("black hole: no answer from " + SERVER
                                + " to two questions, and nothing else received"));
                Duration found = Duration.ofNanos(System.nanoTime() - silent);

                assertTrue(
                        found.compareTo(INTERVAL.plus(TIMEOUT.multipliedBy(3)).plus(SLACK)) < 0, found::toString);
                device.awaitListening(ADDRESS);
                assertTrue(
                        device.log().contains("LISTENING -> ACTIVATING: black hole: no answer from"),
                        device::lastLines);
                assertEquals(0, device.status().at("/counters/received").asInt(), "an answer is no command");
                device.roundTrip(ADDRESS, "after");
                System.getLogger("netns").log(System.Logger.Level.INFO, "black hole found after {0}", found);
            }
        }
    }

    private static DatagramPacket receive(DatagramSocket server) throws java.io.IOException {
        DatagramPacket packet = new DatagramPacket(new byte[600], 600);
        server.receive(packet);
        return packet;
    }

    /** With a record behind, as a resolver's has. */
    private static void answer(DatagramSocket server, DatagramPacket question) throws java.io.IOException {
        byte[] answer = java.util.Arrays.copyOf(question.getData(), 92);
        answer[2] = (byte) (answer[2] | 0x80);
        answer[3] = (byte) (answer[3] | 0x80);
        answer[7] = 1;
        server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
    }
}
