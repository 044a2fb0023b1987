package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bench console is served and calls, without a browser. */
class ConsoleRoutesTest extends RunningStub {
    private static final String JSON = "application/json";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private HttpResponse<String> page(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stub.url() + path)).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldServeEveryFileWithItsTypeAndTheRulesForBrowsers() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "console"))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                HttpResponse<String> answer = page(name.equals("index.html") ? "/" : "/console/" + name);

                assertEquals(200, answer.statusCode(), name);
                assertEquals(Files.readString(file), answer.body());
                String type = answer.headers().firstValue("Content-Type").orElse("");
                String expected =
                        switch (name.substring(name.indexOf('.'))) {
                            case ".html" -> "text/html";
                            case ".css" -> "text/css";
                            case ".svg" -> "image/svg+xml";
                            default -> "text/javascript";
                        };
                assertTrue(type.startsWith(expected), name + ": " + type);
                String policy =
                        answer.headers().firstValue("Content-Security-Policy").orElse("");
                assertTrue(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), policy);
                assertFalse(policy.contains("unsafe"), policy);
                assertEquals(
                        "nosniff",
                        answer.headers().firstValue("X-Content-Type-Options").orElse(""));
                assertEquals(
                        "no-referrer",
                        answer.headers().firstValue("Referrer-Policy").orElse(""));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/console/", "/console/nothing.js", "/console/..%2fconsole%2fmain.js", "/index.html", "/main.js"})
    void shouldServeNoOtherFile(String path) throws Exception {
        Answer answer = get(path);
        answer.expectError(answer.status() == 400 ? 400 : 404);
    }

    @ParameterizedTest
    @CsvSource({"supersim.twilio.com", "supersim.api.korewireless.com", "API.korewireless.com:80"})
    void shouldNotShowTheConsoleUnderThePlatformsNames(String host) throws Exception {
        for (String path : List.of("/", "/console/main.js")) {
            raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .expectError(404, 20404);
        }
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Origin, http://evil.example", "Origin, null"
    })
    void shouldNotLetPagesOfOtherOriginsRead(String header, String value) throws Exception {
        create("secret", 1, "").expect(201);
        for (String path : List.of("/_stub/commands", "/_stub/sims", "/_stub/events", "/_stub/deliveries")) {
            send("GET", path, "", header, value).expectError(403, 20006);
        }
    }

    @Test
    void shouldLetItsOwnPagesRead() throws Exception {
        send("GET", "/_stub/commands", "", "Sec-Fetch-Site", "same-origin", "Origin", stub.url())
                .expect(200);
        send("GET", "/_stub/commands", "", "Sec-Fetch-Site", "none").expect(200);
    }

    @Test
    void shouldListTheSimsOfEveryAccountWithTheirNetwork() throws Exception {
        network("{\"attached\":true,\"delay_ms\":5}").expect(200);

        JsonNode sims = get("/_stub/sims").expect(200).json().path("sims");

        JsonNode first = sims.path(0);
        assertEquals(
                List.of("sid", "iccid", "unique_name", "account_sid", "status", "fleet_sid", "network"),
                names(first).subList(0, 7));
        assertEquals(ICCID, first.path("iccid").asText());
        assertEquals("bench-1", first.path("unique_name").asText());
        assertEquals(account.sid(), first.path("account_sid").asText());
        assertEquals(get("/_stub/sims/" + ICCID + "/network").json(), first.path("network"));
        assertTrue(sims.findValuesAsText("account_sid").contains(other.sid()));
    }

    private static List<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void shouldListTheNewestCommandsWithMillisecondsAndErrors() throws Exception {
        create("first", 1, "").expect(201);
        clock.advance(Duration.ofMillis(7));
        String failed = create("größe", 2, "").expect(201).text("sid");
        events.await("command.failed", failed);
        Device device = attach();
        String sent = bench("POST", "/_stub/sims/" + ICCID + "/commands", body("AAEC", "binary", "3"))
                .expect(201)
                .text("sid");
        events.await("command.sent", sent);
        device.send(stub.gateway(), new byte[] {0, (byte) 0xFF});
        String received = events.await("command.received").path("sid").asText();

        Answer answer = get("/_stub/commands?limit=3").expect(200);
        JsonNode list = answer.json().path("commands");

        assertEquals(List.of(received, sent, failed), list.findValuesAsText("sid"));
        assertEquals(List.of("4", "3", "2"), list.findValuesAsText("number"));
        assertEquals("AP8=", list.path(0).path("payload").asText());
        assertEquals(device.port(), list.path(0).path("device_port").asInt());
        assertEquals("AAEC", list.path(1).path("payload").asText());
        assertEquals("binary", list.path(1).path("payload_type").asText());
        assertEquals(3, list.path(1).path("bytes").asInt());
        assertTrue(list.path(1).path("error_code").isNull());
        assertEquals(83401, list.path(2).path("error_code").asInt());
        assertEquals(
                "The device was not attached to a cellular network",
                list.path(2).path("error_message").asText());
        assertEquals("2026-01-31T23:59:58.907Z", list.path(2).path("created").asText());
        assertTrue(answer.json().path("last_event").asLong() >= 7);
    }

    @ParameterizedTest
    @CsvSource({"0", "501", "-1", "abc", "''", "1e2"})
    void shouldRefuseLimitsThereCannotBe(String limit) throws Exception {
        get("/_stub/commands?limit=" + limit).expectError(400, 20001);
    }

    @Test
    void shouldRefuseWhatTheApiRefusesAndStoreNothing() throws Exception {
        String path = "/_stub/sims/" + ICCID + "/commands";
        String tooLong = "the payload has 1301 bytes, the limit is 1300";
        assertEquals(
                "IP Commands error: " + tooLong,
                bench("POST", path, body("x".repeat(1301), "text", "1"))
                        .expectError(400, 83400)
                        .text("message"));
        bench("POST", path, body("a", "binary", "1")).expectError(400, 20001);
        bench("POST", path, body("a", "TEXT", "1")).expectError(400, 20001);
        bench("POST", path, body("", "text", "1")).expectError(400, 20001);
        for (String port : List.of("0", "65536", "1.5", "\"1\"", "null")) {
            bench("POST", path, body("a", "text", port)).expectError(400, 20001);
        }
        bench("POST", path, "{\"payload\":\"a\",\"device_port\":1,\"callback\":\"x\"}")
                .expectError(400, 20001);
        bench("POST", "/_stub/sims/nobody/commands", body("a", "text", "1")).expectError(404, 20404);
        String inactive = get("/v1/Sims/inactive").text("sid");
        bench("POST", "/_stub/sims/" + inactive + "/commands", body("a", "text", "1"))
                .expectError(400, 83400);
        send("POST", path, body("a", "text", "1"), "Content-Type", "text/plain").expectError(415);
        send("POST", path, body("a", "text", "1"), "Content-Type", JSON, "Origin", "http://evil.example")
                .expectError(403);
        assertEquals(0, stored());
    }

    @Test
    void shouldSendInTheNameOfTheSimsOwnAccount() throws Exception {
        JsonNode sims = get("/_stub/sims").json().path("sims");
        String sid = "";
        for (JsonNode sim : sims) {
            sid = sim.path("account_sid").asText().equals(other.sid())
                    ? sim.path("sid").asText()
                    : sid;
        }

        String command = bench("POST", "/_stub/sims/" + sid + "/commands", body("a", "text", "1"))
                .expect(201)
                .text("sid");

        get("/v1/IpCommands/" + command).expectError(404);
        send("GET", "/v1/IpCommands/" + command, "", "Authorization", basic(other.sid(), other.authToken()))
                .expect(200);
    }

    private static String body(String payload, String type, String port) {
        return "{\"payload\":\"" + payload + "\",\"payload_type\":\"" + type + "\",\"device_port\":" + port + "}";
    }
}
