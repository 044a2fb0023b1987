package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what: credentials (item 18), Host, Origin and content type, and requests too broken for a route. */
class ExposureTest extends RunningStub {
    private static final String JSON = "application/json";

    @Test
    void item18ShouldTakeTheTokenAndApiKeys() throws Exception {
        get("/v1/Sims").expect(200);
        String key = basic("SK00000000000000000000000000000001", "key secret");
        assertEquals(
                account.sid(),
                send("GET", "/v1/Sims/bench-1", "", "Authorization", key)
                        .expect(200)
                        .text("account_sid"));
        String second = basic(other.sid(), other.authToken());
        assertEquals(
                other.sid(),
                send("GET", "/v1/Sims/bench-1", "", "Authorization", second)
                        .expect(200)
                        .text("account_sid"));
    }

    @Test
    void item18ShouldAnswer401ToEverythingElse() throws Exception {
        send("GET", "/v1/IpCommands", "").expectError(401, 20003);
        for (String authorization : List.of(
                basic(account.sid(), "wrong"),
                basic(account.sid(), ""),
                basic(account.sid(), other.authToken()),
                basic("AC" + "0".repeat(32), account.authToken()),
                basic("SK00000000000000000000000000000001", account.authToken()),
                basic("", ""),
                "Bearer " + account.authToken(),
                "Basic",
                "Basic ***",
                "Basic QQ==",
                "Basic " + "A".repeat(4000))) {
            for (String path : List.of("/v1/IpCommands", "/v1/Sims", "/v1/Nothing")) {
                send("GET", path, "", "Authorization", authorization).expectError(401, 20003);
            }
            send("POST", "/v1/IpCommands", "Sim=bench-1&Payload=x&DevicePort=1", "Authorization", authorization)
                    .expectError(401, 20003);
        }
        assertEquals(0, stored());
    }

    @Test
    void shouldRefuseAHostItDoesNotAnswerTo() throws Exception {
        for (String host : List.of(
                "evil.example", "pi.local", "localhost.evil.example", "127.0.0.1.evil.example", "a b", "[::1", "")) {
            raw("GET /_stub/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .expectError(host.isBlank() || host.contains(" ") || host.equals("[::1") ? statusOf(host) : 403);
        }
        raw("GET /_stub/health HTTP/1.1\r\nHost: LOCALHOST\r\nConnection: close\r\n\r\n")
                .expect(200);
    }

    /** Malformed hosts: refused by the server itself with 400, or by the rule with 403. */
    private int statusOf(String host) throws Exception {
        int status = raw("GET /_stub/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .status();
        assertEquals(4, status / 100);
        return status;
    }

    @Test
    void shouldRefuseWritesAForeignPageCouldSend() throws Exception {
        String path = "/_stub/sims/" + ICCID + "/network";
        String body = "{\"attached\":true}";

        send("PUT", path, body).expectError(415);
        send("PUT", path, body, "Content-Type", FORM).expectError(415);
        send("PUT", path, body, "Content-Type", "text/plain").expectError(415);
        for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1")) {
            send("PUT", path, body, "Content-Type", JSON, "Origin", origin).expectError(403);
        }
        send("POST", "/_stub/clock", "{\"advance\":\"1s\"}", "Content-Type", "text/plain")
                .expectError(415);
        send("DELETE", "/_stub/faults", "", "Origin", "http://evil.example").expectError(403);
        assertFalse(get(path).json().path("attached").asBoolean());

        send("PUT", path, body, "Content-Type", JSON + "; charset=utf-8", "Origin", stub.url())
                .expect(200);
        send("DELETE", "/_stub/faults", "").expect(200);
    }

    @Test
    void shouldAnswerBrokenRequestsWithTheEnvelope() throws Exception {
        for (String request : List.of(
                "GARBAGE\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /v1/../x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\nConnection: close\r\n\r\n")) {
            Answer answer = raw(request);
            assertEquals(4, answer.status() / 100, request);
            answer.expectError(answer.status());
        }
        get("/_stub/health").expect(200);
    }

    @Test
    void shouldNotRevealTheTokenInTheHealthReport() throws Exception {
        Answer health = get("/_stub/health").expect(200);

        assertEquals("ok", health.text("status"));
        assertEquals(stub.url(), health.text("http"));
        assertEquals("127.64.0.1:" + stub.gateway().getPort(), health.text("gateway"));
        assertEquals(account.sid(), health.text("account_sid"));
        assertFalse(health.json().toString().contains(account.authToken()));
    }
}
