package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface under {@code /_stub/}, and Sims and Fleets as far as they exist (items 20 and 21). */
class BenchControlTest extends RunningStub {
    @TempDir
    static @Nullable Path directory;

    @Override
    void adjust(StubSettings settings) {
        settings.journal(journal());
    }

    private Path journal() {
        return Objects.requireNonNull(directory).resolve("journal.jsonl");
    }

    @Test
    void shouldFindASimByANameThatOnlyOneAccountHasGiven() throws Exception {
        bench("PUT", "/_stub/sims/bench-2/network", "{\"attached\":true}").expect(200);
        bench("GET", "/_stub/sims/bench-2/network", "").expect(200);

        bench("GET", "/_stub/sims/bench-1/network", "").expectError(404, 20404);
        bench("GET", "/_stub/sims/nobody/network", "").expectError(404, 20404);
    }

    @Test
    void shouldAnswerAndMergeTheNetwork() throws Exception {
        String sid = get("/v1/Sims/bench-1").text("sid");
        assertEquals(
                "{\"attached\":false,\"device_ip\":null,\"new_address\":false,\"lease_s\":0,\"delay_ms\":0,"
                        + "\"jitter_ms\":0,\"loss\":0.0,\"duplicate\":0.0,\"reorder\":0.0,"
                        + "\"applies_to\":\"to_sim\",\"sleep\":\"none\",\"edrx_cycle_ms\":20480,"
                        + "\"edrx_window_ms\":2560,\"psm_active_ms\":10000,\"buffer\":\"keep\","
                        + "\"buffer_ms\":60000,\"buffer_datagrams\":10}",
                get("/_stub/sims/" + sid + "/network").expect(200).json().toString());

        Answer attached =
                network("{\"attached\":true,\"lease_s\":10,\"delay_ms\":5}").expect(200);
        assertEquals("127.64.0.23", attached.text("device_ip"));
        assertEquals(10, attached.json().path("lease_s").asInt());
        Answer merged = network("{\"loss\":0.5}").expect(200);
        assertEquals(5, merged.json().path("delay_ms").asInt());
        assertEquals(0.5, merged.json().path("loss").asDouble());
        assertTrue(merged.json().path("attached").asBoolean());
        assertEquals(
                "127.64.0.23",
                events.await("network.attached", sid).path("device_ip").asText());

        bench("PUT", "/_stub/sims/" + sid + "/network", merged.json().toString())
                .expect(200);
        assertEquals("127.64.0.24", other("{\"attached\":true}").expect(200).text("device_ip"));
        other("{\"device_ip\":\"127.64.0.23\"}").expectError(409);
        network("{\"attached\":false}").expect(200);
        other("{\"device_ip\":\"127.64.0.23\"}").expect(200);
        assertEquals("127.64.0.24", network("{\"attached\":true}").expect(200).text("device_ip"));
    }

    private Answer other(String json) throws IOException, InterruptedException {
        return bench("PUT", "/_stub/sims/8988307000000000002/network", json);
    }

    @Test
    void shouldRefuseNetworksThereCannotBe() throws Exception {
        for (String json : List.of(
                "",
                "[]",
                "1",
                "{",
                "{} x",
                "{\"attached\":1}",
                "{\"attached\":\"true\"}",
                "{\"lease_s\":-1}",
                "{\"lease_s\":1.5}",
                "{\"lease_s\":1e99}",
                "{\"delay_ms\":-1}",
                "{\"delay_ms\":1000000000}",
                "{\"loss\":1.01}",
                "{\"loss\":-0.1}",
                "{\"loss\":\"1\"}",
                "{\"jitter\":1}",
                "{\"applies_to\":\"x\"}",
                "{\"new_address\":1}",
                "{\"sleep\":\"deep\"}",
                "{\"edrx_cycle_ms\":9}",
                "{\"edrx_cycle_ms\":2559}",
                "{\"edrx_window_ms\":0}",
                "{\"edrx_window_ms\":20481}",
                "{\"psm_active_ms\":-1}",
                "{\"buffer\":\"some\"}",
                "{\"buffer_ms\":86400001}",
                "{\"buffer_datagrams\":0}",
                "{\"buffer_datagrams\":1001}",
                "{\"device_ip\":1}",
                "{\"device_ip\":\"\"}",
                "{\"device_ip\":\"192.168.1.1\"}",
                "{\"device_ip\":\"8.8.8.8\"}",
                "{\"device_ip\":\"127.64.0.1\"}",
                "{\"device_ip\":\"127.64.0.256\"}",
                "{\"device_ip\":\"localhost\"}",
                "{\"device_ip\":\"::1\"}",
                "{\"attached\":true,\"attached\":true}",
                "[".repeat(60_000))) {
            network(json).expectError(400);
        }
        network("{\"x\":\"" + "a".repeat(70_000) + "\"}").expectError(413);
        bench("PUT", "/_stub/sims/nobody/network", "{}").expectError(404);
        bench("POST", "/_stub/sims/" + ICCID + "/network", "{}").expectError(405);
        assertEquals("false", get("/_stub/sims/" + ICCID + "/network").text("attached"));
    }

    @Test
    void item21ShouldInjectFaultsByRuleAndCount() throws Exception {
        bench("POST", "/_stub/faults", "{\"status\":429,\"count\":2,\"method\":\"POST\"}")
                .expect(201);
        bench("POST", "/_stub/faults", "{\"status\":503,\"path\":\"/v1/Fleets\"}")
                .expect(201);
        get("/v1/IpCommands").expect(200);
        create("x", 1, "").expectError(429, 20429);
        create("x", 1, "").expectError(429, 20429);
        create("x", 1, "").expect(201);
        get("/v1/Fleets").expectError(503, 20503);
        assertEquals(1, stored());

        bench("POST", "/_stub/faults", "{\"status\":500,\"afterwards\":true}").expect(201);
        create("x", 1, "").expectError(500, 20500);
        assertEquals(2, stored());

        bench("POST", "/_stub/faults", "{\"reset\":true}").expect(201);
        assertThrows(IOException.class, () -> create("x", 1, ""));
        assertEquals(2, stored());

        bench("POST", "/_stub/faults", "{\"delay_ms\":50}").expect(201);
        long start = System.nanoTime();
        get("/v1/Sims").expect(200);
        assertTrue(System.nanoTime() - start >= 50_000_000L);

        bench("POST", "/_stub/faults", "{\"status\":500,\"count\":9}").expect(201);
        assertEquals(
                0,
                bench("DELETE", "/_stub/faults", "")
                        .expect(200)
                        .json()
                        .path("faults")
                        .size());
        get("/v1/Sims").expect(200);
        for (String json : List.of("{}", "{\"status\":200}", "{\"status\":500,\"count\":0}", "{\"kind\":\"x\"}")) {
            bench("POST", "/_stub/faults", json).expectError(400);
        }
    }

    @Test
    void shouldRefuseClocksThereCannotBe() throws Exception {
        for (String json : List.of(
                "{}",
                "{\"advance\":\"31\"}",
                "{\"advance\":31}",
                "{\"advance\":\"-1d\"}",
                "{\"advance\":\"999999999d\"}")) {
            bench("POST", "/_stub/clock", json).expectError(400);
        }
        assertEquals(
                "2026-03-03T23:59:58.900Z",
                bench("POST", "/_stub/clock", "{\"advance\":\"31d\"}")
                        .expect(200)
                        .text("now"));
    }

    @Test
    void item20ShouldFetchListAndUpdateSims() throws Exception {
        String fleet = get("/v1/Fleets/bench").text("sid");
        assertEquals(1, get("/v1/Sims?Iccid=" + ICCID).json().path("sims").size());
        assertEquals(
                1,
                get("/v1/Sims?Status=inactive&Fleet=bench").json().path("sims").size());
        assertEquals(0, get("/v1/Sims?Iccid=1").json().path("sims").size());
        assertEquals(1, get("/v1/Sims?PageSize=1").json().path("sims").size());
        get("/v1/Sims?Status=x").expectError(400);
        Answer sim = get("/v1/Sims/bench-1").expect(200);
        assertEquals(fleet, sim.text("fleet_sid"));
        assertEquals(stub.url() + "/v1/Sims/" + sim.text("sid"), sim.text("url"));
        assertTrue(sim.json().path("links").path("sim_ip_addresses").asText().endsWith("/IpAddresses"));

        Answer scheduled = post("/v1/Sims/bench-1", "Status=inactive").expect(202);
        assertEquals("scheduled", scheduled.text("status"));
        // The rest of the change runs on the worker, before this command's delivery.
        String behind = post("/v1/IpCommands", "Sim=bench-2&Payload=x&DevicePort=1")
                .expect(201)
                .text("sid");
        events.await("command.failed", behind);
        assertEquals("inactive", get("/v1/Sims/bench-1").text("status"));
        create("x", 1, "").expectError(400);
        post("/v1/Sims/bench-1", "UniqueName=bench-2").expectError(400, 83011);
        assertEquals(
                "renamed",
                post("/v1/Sims/bench-1", "UniqueName=renamed").expect(200).text("unique_name"));
        post("/v1/Sims/bench-1", "UniqueName=x").expectError(404);
        post("/v1/Sims/renamed", "Status=new").expectError(400);
        post("/v1/Sims/scheduled", "Status=active").expectError(400, 83010);
        post("/v1/Sims/active", "Status=ready").expectError(400, 83010);
    }

    @Test
    void item20ShouldFetchListAndUpdateFleets() throws Exception {
        Answer fleet = get("/v1/Fleets/bench").expect(200);
        assertEquals(15, fleet.json().size());
        assertEquals("true", fleet.text("data_enabled"));
        assertTrue(fleet.json().path("ip_commands_url").isNull());
        assertEquals("POST", fleet.text("ip_commands_method"));
        assertEquals("bench", get("/v1/Fleets/" + fleet.text("sid")).text("unique_name"));
        assertEquals("fleets", get("/v1/Fleets").json().path("meta").path("key").asText());

        post("/v1/Fleets/bench", "IpCommandsUrl=nonsense").expectError(400);
        post("/v1/Fleets/bench", "IpCommandsMethod=PUT").expectError(400);
        post("/v1/Fleets/nobody", "IpCommandsMethod=GET").expectError(404);
        Answer updated = post("/v1/Fleets/bench", "IpCommandsUrl=http%3A%2F%2Fa%2Fb&IpCommandsMethod=GET")
                .expect(200);
        assertEquals("http://a/b", updated.text("ip_commands_url"));
        assertEquals("GET", updated.text("ip_commands_method"));
    }

    @Test
    void shouldReplayTheEventsAClientMissed() throws Exception {
        String sid = create("x", 1, "").expect(201).text("sid");
        long queued = events.await("command.queued", sid).path("seq").asLong();
        events.await("command.failed", sid);

        EventStream again = keep(reopen("?after=" + queued));

        JsonNode first = again.await(event -> true);
        assertEquals("command.failed", first.path("type").asText());
        assertEquals(queued + 1, first.path("seq").asLong());
    }

    @Test
    void shouldWriteEveryEventToTheJournal() throws Exception {
        Path file = journal();
        long before = Files.size(file);
        String sid = create("secret payload", 1, "").expect(201).text("sid");
        events.await("command.failed", sid);

        stub.close();

        String added = Files.readString(file).substring((int) before);
        List<String> lines = added.lines().toList();
        assertEquals(2, lines.size(), added);
        JsonNode queued = new ObjectMapper().readTree(lines.get(0));
        assertEquals("command.queued", queued.path("type").asText());
        assertEquals(sid, queued.path("sid").asText());
        assertEquals("2026-01-31T23:59:58.900Z", queued.path("time").asText());
        assertEquals(-1, added.indexOf("secret payload"));
    }
}
