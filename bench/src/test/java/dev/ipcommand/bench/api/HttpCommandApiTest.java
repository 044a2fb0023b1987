package dev.ipcommand.bench.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a scripted server: what the client asks, and what it makes of the answers. */
final class HttpCommandApiTest {
    private static final String CREATED =
            "{\"sid\":\"HG1\",\"status\":\"queued\",\"direction\":\"to_sim\",\"device_ip\":null,\"device_port\":7}";
    private static final String EMPTY = "{\"meta\":{\"next_page_url\":null},\"ip_commands\":[]}";

    private record Scripted(int status, String body, String retryAfter) {}

    private final Deque<Scripted> script = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Pace pace = new Pace() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void pause(Duration duration) {
            pauses.add(duration);
        }
    };
    private HttpServer server;
    private URI base;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        Scripted next = script.remove();
        if (!next.retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", next.retryAfter);
        }
        byte[] bytes = next.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(next.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void script(int status, String body) {
        script.add(new Scripted(status, body, ""));
    }

    private HttpCommandApi api() {
        return new HttpCommandApi(base, Authentication.basic("AC1", "secret"), pace);
    }

    @Test
    void shouldCreateWithTheDocumentedFields() throws Exception {
        script(201, CREATED);

        IpCommand command = api().create(NewCommand.text("HS1", "checkin: a+b & c", 6969));

        assertEquals("HG1", command.sid());
        assertEquals(
                List.of("POST /v1/IpCommands Basic QUMxOnNlY3JldA== "
                        + "Sim=HS1&Payload=checkin%3A+a%2Bb+%26+c&DevicePort=6969"),
                asked);
    }

    @Test
    void shouldFollowOnlyTheQueryOfAPageLink() throws Exception {
        script(
                200,
                EMPTY.replace("null", "\"https://elsewhere.example/v1/IpCommands?PageSize=50&Page=1&PageToken=x\""));
        script(200, EMPTY);
        HttpCommandApi api = api();

        api.page(api.fromSim("bench 1").next().orElseThrow());

        assertTrue(asked.get(0).startsWith("GET /v1/IpCommands?Sim=bench+1&Direction=from_sim&PageSize=100 Basic"));
        assertTrue(asked.get(1).startsWith("GET /v1/IpCommands?PageSize=50&Page=1&PageToken=x Basic"), asked.get(1));
    }

    @Test
    void shouldWaitAsLongAsItIsAskedToWhenThereAreTooManyRequests() throws Exception {
        script.add(new Scripted(429, "{\"code\":20429}", "7"));
        script.add(new Scripted(429, "{\"code\":20429}", "999999"));
        script(429, "{\"code\":20429}");
        script(200, EMPTY);
        HttpCommandApi api = api();

        api.fromSim("HS1");

        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(60), Duration.ofSeconds(2)), pauses);
        assertEquals(3, api.retries());
    }

    @ParameterizedTest
    @CsvSource({"500,3", "503,3", "429,8", "400,1", "404,1", "401,1"})
    void shouldGiveUpAfterALimitedNumberOfTries(int status, int tries) {
        for (int i = 0; i < tries; i++) {
            script(status, "{\"code\":20003,\"message\":\"Authenticate\\nplease\",\"status\":" + status + "}");
        }

        ApiException refused = assertThrows(ApiException.class, () -> api().create(NewCommand.text("HS1", "x", 1)));

        assertEquals(tries, asked.size());
        assertEquals(status, refused.status());
        assertEquals(20003, refused.code());
        assertTrue(refused.getMessage().contains("Authenticate please"), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void shouldRenewAnExpiredTokenOnce(int status) throws Exception {
        script(200, "{\"access_token\":\"one\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        script(status, "{\"message\":\"explicit deny\",\"error\":\"Invalid or expired token\"}");
        script(200, "{\"access_token\":\"two\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        script(201, CREATED);
        ClientCredentials kore = new ClientCredentials(base.resolve("/token"), "id", "s&s", pace);

        new HttpCommandApi(base, kore, pace).create(NewCommand.bytes("HS1", new byte[] {0}, 7));

        assertEquals("POST /token null grant_type=client_credentials&client_id=id&client_secret=s%26s", asked.get(0));
        assertTrue(asked.get(1).contains(" Bearer one "));
        assertTrue(asked.get(3).contains(" Bearer two Sim=HS1&Payload=AA%3D%3D&DevicePort=7&PayloadType=binary"));
    }

    @Test
    void shouldTellWhyAClientIsNotLetIn() {
        script(401, "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client\"}");
        ClientCredentials kore = new ClientCredentials(base.resolve("/token"), "id", "wrong", pace);

        ApiException refused =
                assertThrows(ApiException.class, () -> new HttpCommandApi(base, kore, pace).fromSim("HS1"));

        assertTrue(refused.getMessage().contains("Invalid client"), refused.getMessage());
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        server.stop(0);

        ApiException refused = assertThrows(ApiException.class, () -> api().fromSim("HS1"));

        assertEquals(0, refused.status());
        assertTrue(refused.getMessage().contains("cannot connect"), refused.getMessage());
    }

    @Test
    void shouldSayThatAnAnswerIsNotTheApis() {
        script(200, "<html>");

        assertThrows(ApiException.class, () -> api().fromSim("HS1"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,true",
        "http://localhost,true",
        "http://127.64.0.1,true",
        "http://[::1]:1,true",
        "http://192.168.1.2,false",
        "https://supersim.twilio.com,false",
        "http://127.0.0.1.example.com,false"
    })
    void shouldKnowWhatStaysOnThisMachine(URI url, boolean local) {
        assertEquals(local, HttpCommandApi.isLoopback(url));
    }
}
