package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.bench.campaign.Conversation;
import dev.ipcommand.bench.campaign.PayloadCampaign;
import dev.ipcommand.bench.campaign.PayloadCase;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes through the whole chain: API, packet network, modem, agent, and back. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class PayloadTest {
    @ParameterizedTest
    @MethodSource("dev.ipcommand.bench.e2e.Matrix#eachDialectAndLink")
    void shouldCarryPayloadsUnchangedBothWays(RigOptions options) throws Exception {
        try (Rig rig = Matrix.rig(options.with(PayloadCase.CONFIGURATION))) {
            rig.start();

            List<String> findings = new PayloadCampaign(rig, line -> {}).run(PayloadCampaign.selection());

            assertEquals(List.of(), findings, rig::lastLines);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcommand.bench.e2e.Matrix#bothLinks")
    void shouldCountWhatIsNoCommandAndNotAnswerIt(RigOptions options) throws Exception {
        try (Rig rig = Matrix.rig(options)) {
            rig.start();
            Conversation conversation = new Conversation(rig);
            long before = refused(rig.agentStatus());

            conversation.ask(new byte[] {(byte) 0xC3, 0x28}, Duration.ofMillis(500));
            conversation.ask("Upper case is no name", Duration.ofMillis(500));
            sendFromTheNetwork(rig, 0);
            sendFromTheNetwork(rig, 1301);

            assertEquals(List.of(), conversation.remaining(Duration.ofSeconds(1)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertTrue(refused(rig.agentStatus()) >= before + expected(options)));
            assertBalanced(rig.agentStatus());
            assertTrue(conversation.ask("ping", Duration.ofSeconds(5)).isPresent(), rig::lastLines);
        }
    }

    /** What a modem's own stack makes of an empty or an oversized datagram is the modem's business. */
    private static long expected(RigOptions options) {
        return options.path() == RigOptions.DataPath.INTERFACE ? 4 : 2;
    }

    private static void sendFromTheNetwork(Rig rig, int length) throws Exception {
        String address = rig.agentStatus().path("session").path("address").asText();
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = new byte[length];
            socket.send(new DatagramPacket(
                    bytes, length, InetAddress.getByName(address), rig.ports().listener()));
        }
    }

    private static long refused(JsonNode status) {
        JsonNode counters = status.path("counters");
        return counters.path("rejected").asLong() + counters.path("dropped").asLong();
    }

    private static void assertBalanced(JsonNode status) {
        JsonNode counters = status.path("counters");
        long sum = 0;
        for (String name : List.of("handled", "repeated", "rejected", "dropped", "in_flight")) {
            assertTrue(counters.has(name), counters::toString);
            sum += counters.path(name).asLong();
        }
        assertEquals(counters.path("received").asLong(), sum, counters::toString);
    }
}
