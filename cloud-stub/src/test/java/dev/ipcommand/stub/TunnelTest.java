package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT: to whom, what is served behind it (items 22, 23), and what idle or hostile clients cannot do. */
class TunnelTest extends RunningStub {
    private static final String TWILIO = "supersim.twilio.com";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path scratch;

    @Override
    void adjust(StubSettings settings) {
        settings.authority(new AuthorityDirectory(place(), EmulatedHosts.ALL, InstantSource.system()));
    }

    private Path place() {
        return scratch.resolve("ca");
    }

    private Tunnel tunnel(String host) throws IOException {
        return keep(Tunnel.to(stub.url(), host + ":443"));
    }

    private String ask(String host, String path, String hostHeader) throws Exception {
        SSLSocket tls = tunnel(host).tls(place().resolve("ca.pem"), "TLSv1.3");
        return Tunnel.ask(
                tls,
                "GET " + path + " HTTP/1.1\r\nHost: " + hostHeader + "\r\nAuthorization: "
                        + basic(account.sid(), account.authToken()) + "\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.org:443",
                "supersim.twilio.com:80",
                "supersim.twilio.com:8443",
                "supersim.twilio.com",
                "supersim.twilio.com.:443",
                "SUPERSIM.twilio.com:443",
                "api.twilio.com:443",
                "evil.supersim.twilio.com:443",
                "supersim.twilio.com.evil.example:443",
                "user@supersim.twilio.com:443",
                "user:supersim.twilio.com@evil.example:443",
                "127.0.0.1:443",
                "localhost:443",
                "[::1]:443",
                "*:443"
            })
    void shouldRefuseEveryOtherDestination(String destination) throws Exception {
        // HTTP itself knows no user and no star here, and says so before we are asked.
        boolean malformed = destination.contains("@") || destination.startsWith("*");

        Answer answer = raw("CONNECT " + destination + " HTTP/1.1\r\nHost: " + destination + "\r\n\r\n");

        answer.expectError(malformed && answer.status() == 400 ? 400 : 403);
        assertFalse(Files.exists(place()), "no CA is made for nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "supersim.twilio.com,TLSv1.3",
        "supersim.twilio.com,TLSv1.2",
        "supersim.api.korewireless.com,TLSv1.3",
        "api.korewireless.com,TLSv1.2"
    })
    void item23ShouldServeTheApiUnderTheNameItWasAskedBy(String host, String protocol) throws Exception {
        SSLSocket tls = tunnel(host).tls(place().resolve("ca.pem"), protocol);
        String request = "GET /v1/Sims?PageSize=1 HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: "
                + basic(account.sid(), account.authToken()) + "\r\nConnection: close\r\n\r\n";

        String answer = Tunnel.ask(tls, request);

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("\"next_page_url\":\"https://" + host + "/v1/Sims?PageSize=1&Page=1&"), answer);
        assertEquals("http/1.1", tls.getApplicationProtocol());
        assertEquals(protocol, tls.getSession().getProtocol());
    }

    /** The first is twilio-node's. */
    @ParameterizedTest
    @ValueSource(strings = {"supersim.twilio.com", "anything.example:1", "127.0.0.1"})
    void shouldNotMindTheHostOfAConnect(String host) throws Exception {
        try (Tunnel tunnel = Tunnel.ask(stub.url(), TWILIO + ":443", host)) {
            assertEquals(200, tunnel.status());
        }
        raw("CONNECT evil.example:443 HTTP/1.1\r\nHost: " + TWILIO + ":443\r\n\r\n")
                .expectError(403, 20006);
        raw("GET http://127.0.0.1/_stub/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                .expectError(403, 20006);
    }

    @Test
    void shouldServeOnlyThePlatformUnderItsNames() throws Exception {
        for (String path : List.of("/", "/_stub/health", "/_stub/events", "/index.html", "/v1")) {
            assertTrue(ask(TWILIO, path, TWILIO).startsWith("HTTP/1.1 404 "), path);
            raw("GET " + path + " HTTP/1.1\r\nHost: api.korewireless.com\r\nConnection: close\r\n\r\n")
                    .expectError(404, 20404);
        }
        for (String host : List.of("localhost", "127.0.0.1", "api.korewireless.com", TWILIO + ":80", TWILIO + ".")) {
            assertTrue(ask(TWILIO, "/v1/Sims", host).startsWith("HTTP/1.1 403 "), host);
        }
        assertTrue(ask(TWILIO, "/v1/Sims", TWILIO + ":443").startsWith("HTTP/1.1 200 "));
        raw("GET /v1/Sims HTTP/1.1\r\nHost: " + TWILIO + "\r\nConnection: close\r\nAuthorization: "
                        + basic(account.sid(), account.authToken()) + "\r\n\r\n")
                .expect(200);
    }

    @Test
    void shouldRefuseATunnelInATunnel() throws Exception {
        SSLSocket tls = tunnel(TWILIO).tls(place().resolve("ca.pem"), "TLSv1.3");

        String answer = Tunnel.ask(tls, "CONNECT " + TWILIO + ":443 HTTP/1.1\r\nHost: " + TWILIO + ":443\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("\"code\":20006"), answer);
    }

    @Test
    void item21ShouldResetAConnectionInTheTunnelToo() throws Exception {
        bench("POST", "/_stub/faults", "{\"reset\":true}").expect(201);

        IOException end = assertThrows(IOException.class, () -> ask(TWILIO, "/v1/Sims", TWILIO));

        assertTrue(String.valueOf(end.getMessage()).contains("reset"), end.toString());
    }

    @Test
    void shouldAnswerOthersWhileHundredClientsDoNotShakeHands() throws Exception {
        for (int i = 0; i < 50; i++) {
            tunnel(TWILIO);
            tunnel(TWILIO).sendHalfAHello();
        }

        get("/_stub/health").expect(200);
        assertTrue(ask(TWILIO, "/v1/Sims", TWILIO).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldBoundTheTunnelsAndTakeNewOnesAsTheyEnd() throws Exception {
        List<Tunnel> open = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            open.add(tunnel(TWILIO));
        }
        String connect = "CONNECT supersim.twilio.com:443 HTTP/1.1\r\nHost: supersim.twilio.com:443\r\n\r\n";
        raw(connect).expectError(503, 20503);
        get("/_stub/health").expect(200);

        for (Tunnel each : open) {
            each.close();
        }

        long start = System.nanoTime();
        int status = 503;
        while (status == 503 && System.nanoTime() - start < 20_000_000_000L) {
            try (Tunnel again = Tunnel.ask(stub.url(), TWILIO + ":443")) {
                status = again.status();
            }
        }
        assertEquals(200, status);
    }

    @Test
    void shouldSayWhyThereIsNoTlsAndServeOn() throws Exception {
        tunnel(TWILIO);
        Files.setPosixFilePermissions(place(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));

        try (Tunnel refused = Tunnel.ask(stub.url(), TWILIO + ":443")) {
            assertEquals(503, refused.status());
        }
        get("/_stub/health").expect(200);
    }
}
