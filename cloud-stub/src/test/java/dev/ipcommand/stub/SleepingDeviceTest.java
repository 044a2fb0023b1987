package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Item 9 of what a faithful stub must do, from outside: a device that sleeps, and the platform clock that wakes it. */
class SleepingDeviceTest extends RunningStub {
    private void advance(String by) throws IOException, InterruptedException {
        bench("POST", "/_stub/clock", "{\"advance\":\"" + by + "\"}").expect(200);
    }

    private JsonNode radio() throws IOException, InterruptedException {
        for (JsonNode sim : get("/_stub/sims").expect(200).json().path("sims")) {
            if (sim.path("iccid").asText().equals(ICCID)) {
                return sim.path("radio");
            }
        }
        throw new AssertionError("bench-1 is not listed");
    }

    private static String next(Device device) throws IOException {
        return new String(device.receivePayload(), StandardCharsets.UTF_8);
    }

    @Test
    void item09EdrxShouldEndWithTheWindowAndStaySent() throws Exception {
        Device device = attach();
        network("{\"sleep\":\"edrx\",\"edrx_cycle_ms\":1200000,\"edrx_window_ms\":600000,\"buffer_ms\":1200000}")
                .expect(200);
        assertTrue(radio().path("reachable").asBoolean());
        advance("11m");

        String first = create("first", device.port(), "").expect(201).text("sid");
        events.await("datagram.held");
        events.await("command.sent", first);
        create("second", device.port(), "").expect(201);
        events.await("datagram.held");
        assertEquals("{\"reachable\":false,\"held\":2,\"under_way\":2}", radio().toString());

        advance("10m");
        assertEquals("first", next(device));
        assertEquals("second", next(device));
        assertEquals("{\"reachable\":true,\"held\":0,\"under_way\":0}", radio().toString());
        assertEquals("sent", get("/v1/IpCommands/" + first).expect(200).text("status"));
    }

    @Test
    void item09PsmShouldEndWhenTheDeviceSends() throws Exception {
        Device device = attach();
        network("{\"sleep\":\"psm\",\"psm_active_ms\":1200000,\"buffer_ms\":3600000}")
                .expect(200);
        create("active", device.port(), "").expect(201);
        assertEquals("active", next(device));
        advance("20m");
        assertFalse(radio().path("reachable").asBoolean());

        String sid = create("asleep", device.port(), "").expect(201).text("sid");
        events.await("command.sent", sid);
        events.await("datagram.held");
        device.send(stub.gateway(), new byte[] {1});

        events.await("command.received");
        assertEquals("asleep", next(device));
        assertTrue(radio().path("reachable").asBoolean());
        advance("20m");
        create("lost", device.port(), "").expect(201);
        events.await("datagram.held");
        advance("2h");
        assertEquals(
                "asleep, and the network kept it no longer",
                events.await("datagram.lost").path("because").asText());
    }

    @Test
    void shouldListEverySimAndChangeAllAtOnce() throws Exception {
        JsonNode sims = get("/_stub/sims").expect(200).json().path("sims");
        JsonNode first = sims.get(0);
        assertEquals("bench-1", first.path("unique_name").asText());
        assertEquals(account.sid(), first.path("account_sid").asText());
        assertEquals("active", first.path("status").asText());
        assertTrue(first.path("fleet_sid").asText().startsWith("HF"));
        assertEquals(get("/_stub/sims/" + ICCID + "/network").json(), first.path("network"));
        assertEquals(8, first.size());

        Answer changed = bench("PUT", "/_stub/network", "{\"attached\":true,\"loss\":0.5}")
                .expect(200);

        assertEquals(sims.size(), changed.json().path("sims").asInt());
        for (JsonNode sim : get("/_stub/sims").json().path("sims")) {
            assertTrue(sim.path("network").path("attached").asBoolean());
            assertEquals(0.5, sim.path("network").path("loss").asDouble());
        }
        bench("PUT", "/_stub/network", "{\"device_ip\":\"127.64.3.3\"}").expectError(400);
        bench("PUT", "/_stub/network", "{\"los\":1}").expectError(400);
        bench("GET", "/_stub/network", "").expectError(405);
    }
}
