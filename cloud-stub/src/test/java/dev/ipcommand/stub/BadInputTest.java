package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that must not get through: the right 4xx with the envelope, nothing stored or changed, and the stub serves on.
 * Items 3 to 5 and 24 of what a faithful stub must do, and the bounds.
 */
class BadInputTest extends RunningStub {
    private static final String TO = "Sim=bench-1&DevicePort=1&Payload=";
    private static final List<String> LISTS = List.of("IpCommands", "Sims", "Fleets", "NetworkAccessProfiles");
    private String before = "";

    @BeforeEach
    void remember() throws Exception {
        create("first", 1, "").expect(201);
        events.await("command.failed");
        before = everything();
    }

    private String everything() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String list : LISTS) {
            all.append(get("/v1/" + list + "?PageSize=1000").expect(200).json());
        }
        return all.toString();
    }

    private Executable refusal(int status, String name, Request request) {
        return () -> {
            Answer answer = request.send();
            assertEquals(status, answer.status(), () -> name + " -> " + answer.json());
            answer.expectError(status);
        };
    }

    /** One request. */
    private interface Request {
        Answer send() throws Exception;
    }

    private void check(Stream<Executable> refusals) throws Exception {
        assertAll(refusals);
        assertEquals(before, everything(), "a refused request changed something");
        create("still served", 1, "").expect(201);
    }

    private Executable form(String form) {
        return refusal(400, form.length() > 80 ? form.substring(0, 80) : form, () -> post("/v1/IpCommands", form));
    }

    @Test
    void items04And05ShouldRefuseEachBadCommand() throws Exception {
        Stream<String> ports = Stream.of(
                        "0",
                        "65536",
                        "abc",
                        "-1",
                        "%2B5",
                        "007",
                        "00",
                        "+7",
                        "7+",
                        "1.5",
                        "1e3",
                        "0x10",
                        "%D9%A3",
                        "7%00",
                        "99999999999999999999")
                .map(port -> "Sim=bench-1&Payload=x&DevicePort=" + port);
        Stream<String> payloads = Stream.of(
                "a".repeat(1301),
                encode("é".repeat(651)),
                encode("€".repeat(434)),
                encode("😀".repeat(326)),
                encode("😀".repeat(325) + "x"),
                "%FF",
                "%C0%80",
                "%ED%A0%80",
                "%F4%90%80%80",
                "%",
                "%4",
                "%zz");
        Stream<String> base64 = Stream.of(
                        encode(base64(new byte[1301])),
                        "***",
                        "UE9ORw",
                        "UE9ORw%3D",
                        "UE9ORx%3D%3D",
                        "%20UE9O",
                        "UE9O%0ARw%3D%3D",
                        "a-_a",
                        "%3D%3D%3D%3D",
                        "UE9ORw%3D%3DUE9O",
                        "%C3%A9%C3%A9",
                        "UE9O%00")
                .map(payload -> payload + "&PayloadType=binary");
        Stream<String> rest = Stream.of(
                "x&PayloadType=Binary",
                "x&PayloadType=text%00",
                "x&CallbackMethod=DELETE",
                "x&CallbackUrl=file%3A%2F%2F%2Fetc%2Fpasswd",
                "x&CallbackUrl=http%3A%2F%2Fa%0D%0AX%3A1",
                "x&CallbackUrl=http%3A%2F%2Fa%2F%00",
                "x" + "&p=1".repeat(100),
                "&Payload=second",
                "x&%FF=1");
        Stream<String> sims = Stream.of("%00", "bench-1%00", "bench-1%0A", "a".repeat(5000), "..%2FSims", "Bench-1")
                .map(sim -> "DevicePort=1&Payload=x&Sim=" + sim);

        check(Stream.of(
                        ports,
                        payloads.map(TO::concat),
                        base64.map(TO::concat),
                        rest.map(TO::concat),
                        sims,
                        Stream.of("{\"Sim\":\"bench-1\"}", "[]", "<xml/>", "\0\1\2"))
                .flatMap(forms -> forms)
                .map(this::form));
    }

    @Test
    void item24ShouldRefuseOtherMethodsPathsAndHosts() throws Exception {
        String auth = basic(account.sid(), account.authToken());
        List<Executable> checks = new ArrayList<>();
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO")) {
            for (String path :
                    List.of("/v1/IpCommands", "/v1/Sims/bench-1", "/v1/Fleets", "/v1/NetworkAccessProfiles")) {
                checks.add(
                        refusal(405, method + " " + path, () -> line(method + " " + path, "Authorization: " + auth)));
            }
        }
        for (String path : List.of(
                "/v1",
                "/v2/Sims",
                "/v1/sims",
                "/v1/Sims.json",
                "/v1/IpCommands.json",
                "/v1/Sims/bench-1.json",
                "/v1//Sims",
                "//v1/Sims",
                "/v1/Sims/bench-1/Nothing",
                "/v1/Sims/%00",
                "/v1/Sims/bench-1%2FIpAddresses",
                "/v1/Sims/..%2FFleets",
                "/v1/Sims/../../_stub/health",
                "/v1/Sims/%2e%2e/Fleets",
                "/v1/Sims;x=1",
                "/v1/Sims/%ff",
                "/v1/Sims?PageSize=%ff")) {
            checks.add(() -> {
                Answer answer = line("GET " + path, "Authorization: " + auth);
                assertTrue(answer.status() == 404 || answer.status() == 400, path + " -> " + answer);
                answer.expectError(answer.status());
            });
        }
        for (String host : List.of("evil.example", "supersim.twilio.com.evil.example", "pi.local", "twilio.com")) {
            checks.add(refusal(
                    403,
                    host,
                    () -> raw("POST /v1/IpCommands HTTP/1.1\r\nHost: " + host
                            + "\r\nConnection: close\r\nAuthorization: " + auth + "\r\nContent-Length: 35\r\n\r\n"
                            + "Sim=bench-1&DevicePort=1&Payload=xy")));
        }
        for (String origin : List.of("http://evil.example", "null", "http://localhost.evil.example")) {
            checks.add(refusal(
                    403,
                    origin,
                    () -> send(
                            "POST",
                            "/v1/IpCommands",
                            TO + "x",
                            "Authorization",
                            auth,
                            "Content-Type",
                            FORM,
                            "Origin",
                            origin)));
        }
        check(checks.stream());
    }

    @Test
    void shouldRefuseBodiesThatAreNoForms() throws Exception {
        String auth = basic(account.sid(), account.authToken());
        String megabyte = TO + "a".repeat(1 << 20);
        String head = "POST /v1/IpCommands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + auth;
        List<Executable> checks = new ArrayList<>();
        for (String type : List.of(
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                FORM + "; charset=utf-16",
                "*/*",
                "")) {
            checks.add(refusal(
                    400,
                    type,
                    () -> raw(head + "\r\nContent-Type: " + type + "\r\nContent-Length: 35\r\n\r\n"
                            + "Sim=bench-1&DevicePort=1&Payload=xy")));
        }
        checks.add(refusal(413, "1 MB", () -> post("/v1/IpCommands", megabyte)));
        checks.add(refusal(
                413,
                "1 MB without a length",
                () -> raw(head + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(megabyte.length())
                        + "\r\n" + megabyte + "\r\n0\r\n\r\n")));
        checks.add(refusal(413, "1 MB to a Sim", () -> post("/v1/Sims/bench-1", "UniqueName=x&Padding=" + megabyte)));
        checks.add(refusal(400, "a bad chunk", () -> raw(head + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")));
        checks.add(refusal(400, "a bad length", () -> raw(head + "\r\nContent-Length: -1\r\n\r\n")));
        checks.add(
                refusal(400, "two lengths", () -> raw(head + "\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc")));
        check(checks.stream());
    }

    /** A HEAD has no body that could carry the envelope. */
    @Test
    void item24ShouldRefuseHead() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(URI.create(stub.url() + "/v1/Sims"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", basic(account.sid(), account.authToken()))
                .build();

        HttpResponse<Void> answer = HttpClient.newHttpClient().send(head, HttpResponse.BodyHandlers.discarding());

        assertEquals(405, answer.statusCode());
    }

    /** Chunked and within bounds is as good as any other body. */
    @Test
    void shouldTakeAShortBodyWithoutALength() throws Exception {
        String form = TO + "xy";
        raw("POST /v1/IpCommands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                        + basic(account.sid(), account.authToken()) + "\r\nContent-Type: " + FORM
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(form.length()) + "\r\n" + form
                        + "\r\n0\r\n\r\n")
                .expect(201);
    }

    @Test
    void item05ShouldTakeTheLargestOfEachKind() throws Exception {
        for (String payload : List.of("a".repeat(1300), "é".repeat(650), "€".repeat(433) + "x", "😀".repeat(325))) {
            create(payload, 65535, "").expect(201);
        }
        create(base64(new byte[1300]), 1, "&PayloadType=binary").expect(201);
        post("/v1/IpCommands", TO + "x" + "&p=1".repeat(97)).expect(201);
    }

    @Test
    void item25ShouldTakeTheFirstOfARepeatedField() throws Exception {
        Answer answer = post(
                        "/v1/IpCommands", TO + "first&Payload=second&DevicePort=abc&PayloadType=text&PayloadType=x")
                .expect(201);

        assertEquals("first", answer.text("payload"));
        assertEquals(1, answer.json().path("device_port").asInt());
    }

    private Answer line(String request, String header) throws Exception {
        return raw(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/IpCommands", "/_stub/faults"})
    void shouldServeOthersHoweverManyStopInTheMiddleOfABody(String path) throws Exception {
        URI uri = URI.create(stub.url());
        String half = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization()
                + "\r\nContent-Type: " + (path.startsWith("/v1") ? FORM : "application/json")
                + "\r\nContent-Length: 100\r\n\r\nSim=";
        for (int i = 0; i < 100; i++) {
            Socket socket = keep(new Socket(uri.getHost(), uri.getPort()));
            socket.getOutputStream().write(half.getBytes(StandardCharsets.ISO_8859_1));
        }

        for (int i = 0; i < 50; i++) {
            create("still served", 1, "").expect(201);
        }
    }
}
