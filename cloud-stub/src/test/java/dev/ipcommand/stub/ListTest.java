package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Fetching and listing: items 16, 17, 19 and 23 of what a faithful stub must do. */
class ListTest extends RunningStub {
    private List<String> createMany(int count) throws Exception {
        List<String> sids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sids.add(create("n" + i, 1000 + i, "").expect(201).text("sid"));
        }
        return sids;
    }

    private static List<String> sids(Answer page) {
        List<String> sids = new ArrayList<>();
        page.json()
                .path("ip_commands")
                .forEach(command -> sids.add(command.path("sid").asText()));
        return sids;
    }

    private String path(JsonNode url) {
        assertTrue(url.asText().startsWith(stub.url()), url.asText());
        return url.asText().substring(stub.url().length());
    }

    @Test
    void item16ShouldFetchOneOrAnswer404() throws Exception {
        String sid = createMany(1).get(0);

        assertEquals(sid, get("/v1/IpCommands/" + sid).expect(200).text("sid"));
        String unknown = "HG" + "0".repeat(32);
        assertEquals(
                "The requested resource /IpCommands/" + unknown + " was not found",
                get("/v1/IpCommands/" + unknown).expectError(404, 20404).text("message"));
        String auth = basic(other.sid(), other.authToken());
        send("GET", "/v1/IpCommands/" + sid, "", "Authorization", auth).expectError(404, 20404);
        Answer list = send("GET", "/v1/IpCommands", "", "Authorization", auth).expect(200);
        assertEquals(0, list.json().path("ip_commands").size());
    }

    @Test
    void item17ShouldAnswerTheSevenKeysOfMeta() throws Exception {
        createMany(51);

        JsonNode meta =
                get("/v1/IpCommands?Direction=to_sim").expect(200).json().path("meta");

        Set<String> keys = new TreeSet<>();
        meta.fieldNames().forEachRemaining(keys::add);
        assertEquals(
                Set.of("first_page_url", "key", "next_page_url", "page", "page_size", "previous_page_url", "url"),
                keys);
        assertEquals("ip_commands", meta.path("key").asText());
        assertEquals(50, meta.path("page_size").asInt());
        assertEquals(0, meta.path("page").asInt());
        assertTrue(meta.path("previous_page_url").isNull());
        assertEquals("/v1/IpCommands?Direction=to_sim&PageSize=50&Page=0", path(meta.path("first_page_url")));
        Answer second = get(path(meta.path("next_page_url"))).expect(200);
        assertEquals(1, sids(second).size());
        assertTrue(second.json().path("meta").path("next_page_url").isNull());
    }

    @Test
    void item17ShouldVisitEveryItemOnceWhileNewOnesArrive() throws Exception {
        List<String> created = createMany(25);
        List<String> visited = new ArrayList<>();

        Answer page = get("/v1/IpCommands?PageSize=10").expect(200);
        visited.addAll(sids(page));
        while (!page.json().path("meta").path("next_page_url").isNull()) {
            createMany(3);
            page = get(path(page.json().path("meta").path("next_page_url"))).expect(200);
            visited.addAll(sids(page));
        }

        List<String> newestFirst = new ArrayList<>(created);
        java.util.Collections.reverse(newestFirst);
        assertEquals(newestFirst, visited);
        Answer back =
                get(path(page.json().path("meta").path("previous_page_url"))).expect(200);
        assertEquals(newestFirst.subList(10, 20), sids(back));
        Answer first =
                get(path(back.json().path("meta").path("previous_page_url"))).expect(200);
        assertEquals(newestFirst.subList(0, 10), sids(first));
    }

    @Test
    void item17ShouldCombineFilters() throws Exception {
        Device device = attach();
        String sent = create("a", device.port(), "").expect(201).text("sid");
        events.await("command.sent", sent);
        String failed = post("/v1/IpCommands", "Sim=bench-2&Payload=b&DevicePort=1")
                .expect(201)
                .text("sid");
        events.await("command.failed", failed);
        device.send(stub.gateway(), new byte[1]);
        String received = events.await("command.received").path("sid").asText();

        assertEquals(List.of(received, failed, sent), sids(get("/v1/IpCommands")));
        assertEquals(List.of(received, sent), sids(get("/v1/IpCommands?Sim=bench-1")));
        assertEquals(List.of(sent), sids(get("/v1/IpCommands?Sim=bench-1&Direction=to_sim")));
        assertEquals(List.of(failed), sids(get("/v1/IpCommands?Status=failed&Direction=to_sim")));
        assertEquals(List.of(received, sent), sids(get("/v1/IpCommands?SimIccid=" + ICCID)));
        assertEquals(List.of(received), sids(get("/v1/IpCommands?Status=received&Unknown=1&DateCreated=x")));
        assertEquals(List.of(), sids(get("/v1/IpCommands?Sim=nobody")));
        assertEquals(List.of(), sids(get("/v1/IpCommands?Direction=from_sim&Status=sent")));
    }

    @Test
    void item17ShouldClampOrRefusePageParameters() throws Exception {
        createMany(2);
        for (String size : List.of("1001", "100000", "99999999999999999", "9".repeat(40))) {
            assertEquals(
                    1000,
                    get("/v1/IpCommands?PageSize=" + size)
                            .expect(200)
                            .json()
                            .path("meta")
                            .path("page_size")
                            .asInt());
        }
        assertEquals(
                1, sids(get("/v1/IpCommands?PageSize=1&Page=0").expect(200)).size());
        for (String query : List.of(
                "PageSize=0",
                "PageSize=-1",
                "PageSize=x",
                "Page=-1",
                "Page=x",
                "PageToken=x",
                "PageToken=PA1",
                "PageToken=PAffffffffffffffff",
                "PageToken=PA000000000000000g",
                "PageToken=PA0000000000000000",
                "PageToken=PB" + "7".repeat(32),
                "PageToken=" + "P".repeat(4000),
                "PageToken=%00",
                "PageSize=" + "9".repeat(41),
                "PageSize=%2B5",
                "Status=done",
                "Direction=up",
                "Sim=%ff")) {
            get("/v1/IpCommands?" + query).expectError(400);
        }
    }

    @Test
    void item19ShouldForgetAfter30Days() throws Exception {
        String old = createMany(1).get(0);
        clock.advance(Duration.ofDays(29));
        String young = createMany(1).get(0);
        get("/v1/IpCommands/" + old).expect(200);

        bench("POST", "/_stub/clock", "{\"advance\":\"1d\"}").expect(200);

        get("/v1/IpCommands/" + old).expectError(404, 20404);
        assertEquals(List.of(young), sids(get("/v1/IpCommands")));
        bench("POST", "/_stub/clock", "{\"advance\":\"31d\"}").expect(200);
        assertEquals(List.of(), sids(get("/v1/IpCommands")));
    }

    @Test
    void item23ShouldBuildUrlsFromTheHostOrTheEmulatedPlatform() throws Exception {
        createMany(2);
        String auth = basic(account.sid(), account.authToken());
        for (String[] hosts : new String[][] {
            {"localhost:1234", "http://localhost:1234"},
            {"127.0.0.1", "http://127.0.0.1"},
            {"[::1]:99", "http://[::1]:99"},
            {"supersim.twilio.com", "https://supersim.twilio.com"},
            {"supersim.twilio.com:443", "https://supersim.twilio.com"},
        }) {
            JsonNode json = raw("GET /v1/IpCommands?PageSize=1 HTTP/1.1\r\nHost: " + hosts[0]
                            + "\r\nConnection: close\r\nAuthorization: " + auth + "\r\n\r\n")
                    .expect(200)
                    .json();
            String prefix = hosts[1] + "/v1/IpCommands";
            assertTrue(json.path("meta").path("next_page_url").asText().startsWith(prefix + "?"), json.toString());
            assertTrue(json.path("ip_commands").path(0).path("url").asText().startsWith(prefix + "/HG"));
        }
    }
}
