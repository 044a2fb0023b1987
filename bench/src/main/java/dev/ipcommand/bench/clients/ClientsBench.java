package dev.ipcommand.bench.clients;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a stub and runs clients against it: their proxy is the stub, all they trust is its CA, and each has a Sim of its own.
 *
 * <p><b>Threading.</b> One caller; closing the {@link Children} from another thread ends it.
 */
public final class ClientsBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Installation installation;
    private final Children children;
    private final Path directory;
    private final Workshop workshop;

    /** @param directory for the CA, homes and output; gone afterwards */
    public ClientsBench(Installation installation, Children children, Path directory) {
        this.installation = installation;
        this.children = children;
        this.directory = directory;
        this.workshop = new Workshop(installation, children);
    }

    /**
     * What became of one step.
     *
     * @param problem empty = it was as it should be
     */
    public record Result(PublicClient client, String version, String step, String problem) {
        /** Whether it was as it should be. */
        public boolean passed() {
            return problem.isEmpty();
        }
    }

    private record Stub(URI url, String sid, String token) {}

    /** Runs the clients one after the other; a result for each step of each. */
    public List<Result> run(List<PublicClient> clients) throws IOException, ProcessException, InterruptedException {
        List<Workshop.Ready> ready = new ArrayList<>();
        for (PublicClient client : clients) {
            ready.add(workshop.prepare(client));
        }
        Stub stub = start();
        List<Result> results = new ArrayList<>();
        for (Workshop.Ready one : ready) {
            results.addAll(run(one, stub));
        }
        return results;
    }

    private Stub start() throws IOException, ProcessException, InterruptedException {
        String sid = "AC" + random();
        String token = random();
        Child stub = children.start(
                "stub",
                List.of(
                        installation.launcher("cloud-stub").toString(),
                        "--http=127.0.0.1:0",
                        "--gateway=127.64.0.1:0",
                        "--sims=" + PublicClient.values().length,
                        "--account-sid=" + sid,
                        "--ca-dir=" + authority()),
                Map.of("CLOUD_STUB_AUTH_TOKEN", token));
        URI url = URI.create(stub.awaitLine("READY", PATIENCE));
        Child authority = children.start(
                "ca",
                List.of(
                        installation.launcher("cloud-stub").toString(),
                        "ca",
                        "--ca-dir=" + authority(),
                        "--trust-store=" + trustStore()),
                Map.of());
        if (!authority.awaitExit(PATIENCE).equals(Optional.of(0))) {
            throw new ProcessException("cloud-stub ca failed" + authority.lastLines());
        }
        return new Stub(url, sid, token);
    }

    private Path authority() {
        return directory.resolve("authority");
    }

    private Path trustStore() {
        return directory.resolve("trust.p12");
    }

    private List<Result> run(Workshop.Ready one, Stub stub) throws IOException, InterruptedException {
        String name = one.client().word();
        Child child = children.start(name, withProxy(one, stub.url()), environment(one.client(), stub));
        Optional<Integer> status = child.awaitExit(PATIENCE);
        child.stop(Duration.ZERO);
        Map<String, String> said = new HashMap<>();
        child.output().lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            said.putIfAbsent(words[0], words.length > 1 ? words[1] : "");
        });
        String silence = status.map(exit -> "ended with " + exit).orElse("did not end") + child.lastLines();
        List<Result> results = new ArrayList<>();
        for (String step : PublicClient.STEPS) {
            String answer = said.getOrDefault(step, silence);
            results.add(new Result(one.client(), one.version(), step, answer.equals("ok") ? "" : answer));
        }
        return results;
    }

    private List<String> withProxy(Workshop.Ready one, URI proxy) {
        List<String> command = new ArrayList<>(one.command());
        if (one.client() == PublicClient.TWILIO_JAVA) {
            command.addAll(1, javaFlags(proxy, trustStore()));
        }
        return command;
    }

    /** As {@code cloud-stub ca} prints them. */
    static List<String> javaFlags(URI proxy, Path trustStore) {
        return List.of(
                "-Dhttps.proxyHost=" + proxy.getHost(),
                "-Dhttps.proxyPort=" + proxy.getPort(),
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=changeit");
    }

    /** The stub's proxy in place of the surroundings' own, and a home that is thrown away. */
    private Map<String, String> environment(PublicClient client, Stub stub) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home-" + client.word()));
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "all_proxy")) {
            environment.put(name, "");
        }
        for (String name : List.of("no_proxy", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS", "CURL_CA_BUNDLE")) {
            environment.put(name, "");
        }
        for (String name : List.of("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")) {
            environment.put(name, home.toString());
        }
        environment.put("HTTP_PROXY", stub.url().toString());
        environment.put("NODE_EXTRA_CA_CERTS", authority().resolve("ca.pem").toString());
        environment.put("TWILIO_ACCOUNT_SID", stub.sid());
        environment.put("TWILIO_AUTH_TOKEN", stub.token());
        environment.put("BENCH_SIM", "bench-" + (List.of(PublicClient.values()).indexOf(client) + 1));
        return environment;
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
