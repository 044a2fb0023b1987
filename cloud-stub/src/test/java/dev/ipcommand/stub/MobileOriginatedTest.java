package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams from devices: items 10 to 12 of what a faithful stub must do. */
class MobileOriginatedTest extends RunningStub {
    private JsonNode receive(Device device, byte[] payload) throws Exception {
        device.send(stub.gateway(), payload);
        String sid = events.await("command.received").path("sid").asText();
        return get("/v1/IpCommands/" + sid).expect(200).json();
    }

    @Test
    void item10ShouldStoreEveryByteAsBase64() throws Exception {
        Device device = attach();
        byte[] every = new byte[256];
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }

        JsonNode command = receive(device, every);

        assertEquals("from_sim", command.path("direction").asText());
        assertEquals("received", command.path("status").asText());
        assertEquals("binary", command.path("payload_type").asText());
        assertEquals(base64(every), command.path("payload").asText());
        assertEquals(device.port(), command.path("device_port").asInt());
        assertEquals("127.64.0.23", command.path("device_ip").asText());
        assertEquals(13, command.size());
    }

    @Test
    void item10ShouldStoreAnEmptyDatagram() throws Exception {
        assertEquals("", receive(attach(), new byte[0]).path("payload").asText());
    }

    @Test
    void item10ShouldCutAndFlagWhatIsOver1300Bytes() throws Exception {
        Device device = attach();

        assertEquals(
                base64(new byte[1300]),
                receive(device, new byte[1300]).path("payload").asText());
        device.send(stub.gateway(), new byte[1301]);
        JsonNode event = events.await("command.received");

        assertTrue(event.path("truncated").asBoolean());
        assertEquals(1301, event.path("datagram_bytes").asInt());
        assertEquals(1300, event.path("bytes").asInt());
    }

    @Test
    void item11ShouldDropAndCountUnknownSources() throws Exception {
        Device stranger = keep(new Device("127.64.77.77"));
        stranger.send(stub.gateway(), new byte[1]);
        assertEquals(
                "127.64.77.77", events.await("datagram.dropped").path("source").asText());

        Device device = attach();
        network("{\"attached\":false}").expect(200);
        clock.advance(Duration.ofSeconds(2));
        device.send(stub.gateway(), new byte[1]);
        events.await("datagram.dropped");

        assertEquals(0, stored());
        assertEquals(2, get("/_stub/health").json().path("datagrams_dropped").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "inactive", "data-off", "no-fleet"})
    void item6ShouldTakeNothingFromASimThatMayNotHaveADataConnection(String sim) throws Exception {
        String sid = get("/v1/Sims/" + sim).expect(200).text("sid");
        Answer network = bench("PUT", "/_stub/sims/" + sid + "/network", "{\"attached\":true}")
                .expect(200);
        keep(new Device(network.text("device_ip"))).send(stub.gateway(), new byte[1]);

        JsonNode lost = events.await("datagram.lost");
        assertEquals("from_sim", lost.path("direction").asText());
        assertTrue(lost.path("because").asText().startsWith("the Sim "), lost.toString());
        assertEquals(0, stored());
    }

    @Test
    void item6ShouldDeliverNothingToASimThatWasMadeInactiveMeanwhile() throws Exception {
        attach();
        network("{\"delay_ms\":60000}").expect(200);
        create("too late", 6969, "").expect(201);
        events.await("command.sent");
        post("/v1/Sims/bench-1", "Status=inactive").expect(202);
        events.await("sim.updated");

        bench("POST", "/_stub/clock", "{\"advance\":\"61s\"}").expect(200);

        assertEquals(
                "the Sim is inactive",
                events.await("datagram.lost").path("because").asText());
    }

    @Test
    void item11ShouldReportAFloodOfStrangersOnceASecond() throws Exception {
        Device stranger = keep(new Device("127.64.77.77"));
        for (int window = 1; window <= 10; window++) {
            for (int i = 0; i < 50; i++) {
                stranger.send(stub.gateway(), new byte[1300]);
            }
            // The counter is the acknowledgement: nothing overflows, so nothing is missing.
            while (get("/_stub/health").json().path("datagrams_dropped").asInt() < window * 50) {
                Thread.onSpinWait();
            }
        }
        assertEquals(1, events.await("datagram.dropped").path("dropped").asInt());
        clock.advance(Duration.ofSeconds(1));
        stranger.send(stub.gateway(), new byte[1]);

        assertEquals(501, events.await("datagram.dropped").path("dropped").asInt(), "one event for 500");
        assertEquals(0, stored());
    }

    @Test
    void item12ShouldCallTheFleetsWebhook() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();
        receive(device, new byte[] {1});
        assertTrue(customer.quiet(), "no webhook yet: resource only");

        post("/v1/Fleets/bench", "IpCommandsUrl=" + encode(customer.url("/mo"))).expect(200);
        String sid = receive(device, "PONG".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .path("sid")
                .asText();
        Customer.Call call = customer.next();
        assertEquals("POST", call.method());
        assertEquals(sid, call.parameters().get("CommandSid"));
        assertEquals("UE9ORw==", call.parameters().get("Payload"));
        assertEquals("received", call.parameters().get("Status"));
        assertEquals("from_sim", call.parameters().get("Direction"));

        post("/v1/Fleets/bench", "IpCommandsMethod=GET").expect(200);
        receive(device, new byte[] {2});
        assertEquals("GET", customer.next().method());

        post("/v1/Fleets/bench", "IpCommandsUrl=").expect(200);
        receive(device, new byte[] {3});
        assertTrue(customer.quiet());
    }

    @Test
    void shouldLoseNothingOfManyDatagrams() throws Exception {
        Device device = attach();
        // In windows that fit the smallest receive buffer a system grants.
        for (int window = 0; window < 40; window++) {
            for (int i = 0; i < 50; i++) {
                device.send(stub.gateway(), new byte[1300]);
            }
            for (int i = 0; i < 50; i++) {
                events.await("command.received");
            }
        }

        assertEquals(2000, stored());
        assertFalse(get("/v1/IpCommands?PageSize=1").json().path("ip_commands").isEmpty());
    }
}
