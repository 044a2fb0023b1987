package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.webhook.CallbackMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A real stub on ports of the system's choice, a client of it, and a hand-driven clock. Afterwards no thread may be left.
 *
 * <p>Beside the seed's active Sim {@code bench-1} the first account has one Sim in every other condition; a second account
 * has a Sim of its own.
 */
abstract class RunningStub {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String ICCID = "8988307000000000001";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    final HandClock clock = new HandClock();
    final Account account = new Account(
            new Seed(1).account(0).sid(),
            new Seed(1).account(0).authToken(),
            Map.of("SK00000000000000000000000000000001", "key secret"),
            new Seed(1).account(0).kore().signingWith("webhook secret"));
    final Account other = new Seed(1).account(1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Set<Thread> before = new HashSet<>();
    CloudStub stub;
    EventStream events;

    /** A test class changes here what it needs otherwise. */
    void adjust(StubSettings settings) {
        settings.switches(Switches.DEFAULT);
    }

    /** How many Sims the first account's seed has. */
    int sims() {
        return 2;
    }

    @BeforeEach
    void startStub() throws IOException, InterruptedException {
        before.addAll(Thread.getAllStackTraces().keySet());
        InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress gateway = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 64, 0, 1}), 0);
        StubSettings settings = new StubSettings(http, gateway, world());
        adjust(settings);
        stub = CloudStub.start(settings, clock);
        events = keep(new EventStream(CLIENT, stub.url() + "/_stub/events"));
    }

    private World world() {
        var now = clock.instant();
        World seed = new Seed(1).world(List.of(account, other), sims(), Optional.empty(), CallbackMethod.POST, now);
        List<Sim> sims = new ArrayList<>(seed.sims());
        String fleet = seed.fleets().get(0).sid();
        for (SimStatus status : SimStatus.values()) {
            String name = status.wire();
            sims.add(sim(name, status, Optional.of(fleet)));
        }
        sims.add(sim("no-fleet", SimStatus.ACTIVE, Optional.empty()));
        String dataOff = "HF" + "0".repeat(32);
        sims.add(sim("data-off", SimStatus.ACTIVE, Optional.of(dataOff)));
        List<Fleet> fleets = new ArrayList<>(seed.fleets());
        Fleet.Settings off = Fleet.Settings.of(
                        Optional.of("data-off"), seed.profiles().get(0).sid())
                .with(new Fleet.Data(false, 1));
        fleets.add(new Fleet(dataOff, account.sid(), off, now, now));
        return new World(seed.accounts(), seed.profiles(), fleets, sims);
    }

    private Sim sim(String name, SimStatus status, Optional<String> fleet) {
        String hex = new Seed(1).hex(name);
        String iccid = "89883079" + Long.toString(Long.parseLong(hex.substring(0, 8), 16) + 10_000_000_000L);
        var now = clock.instant();
        return new Sim("HS" + hex, account.sid(), Optional.of(name), iccid, status, fleet, now, now);
    }

    @AfterEach
    void stopStub() throws Exception {
        stub.close();
        for (AutoCloseable each : open) {
            each.close();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            boolean ofTheJdk = name.startsWith("HttpClient-")
                    || name.startsWith("ForkJoinPool")
                    || name.equals("CompletableFutureDelayScheduler")
                    || name.equals("Common-Cleaner")
                    || name.equals("process reaper");
            if (!before.contains(thread) && !ofTheJdk) {
                thread.join(5000);
                assertEquals(false, thread.isAlive(), "leaked thread: " + name);
            }
        }
    }

    final <T extends AutoCloseable> T keep(T part) {
        open.add(part);
        return part;
    }

    final EventStream reopen(String query) throws IOException, InterruptedException {
        return new EventStream(CLIENT, stub.url() + "/_stub/events" + query);
    }

    /** Attaches bench-1 and opens its device. */
    final Device attach() throws IOException, InterruptedException {
        Answer network = network("{\"attached\":true}").expect(200);
        return keep(new Device(network.text("device_ip")));
    }

    final Answer network(String json) throws IOException, InterruptedException {
        return send("PUT", "/_stub/sims/" + ICCID + "/network", json, "Content-Type", "application/json");
    }

    final Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", "Authorization", authorization());
    }

    final Answer post(String path, String form) throws IOException, InterruptedException {
        return send("POST", path, form, "Authorization", authorization(), "Content-Type", FORM);
    }

    /** The first account's credentials. */
    String authorization() throws IOException, InterruptedException {
        return basic(account.sid(), account.authToken());
    }

    final Answer bench(String method, String path, String json) throws IOException, InterruptedException {
        return send(method, path, json, "Content-Type", "application/json");
    }

    /** Creates a command to bench-1. */
    final Answer create(String payload, int port, String more) throws IOException, InterruptedException {
        return post("/v1/IpCommands", "Sim=bench-1&DevicePort=" + port + "&Payload=" + encode(payload) + more);
    }

    final Answer send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stub.url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse("none"));
        return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    }

    /** Sends bytes as they are and returns the answer; the request must ask for the connection to be closed. */
    final Answer raw(String request) throws IOException {
        URI uri = URI.create(stub.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = Integer.parseInt(text.substring(9, 12));
            JsonNode json = MAPPER.readTree(text.substring(text.indexOf("\r\n\r\n") + 4));
            return new Answer(status, json);
        }
    }

    static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    final int stored() throws IOException, InterruptedException {
        return get("/_stub/health").json().path("commands").asInt();
    }
}
