package dev.ipcommand.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.bench.campaign.Conversation;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * twilio-java posts three times when it is answered 500, and the platform may have carried out each of them: the handler runs
 * once because the command has an id, and would run three times without.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RetriesTest {
    private static final Pattern LIBRARIES = Pattern.compile(
            "(twilio|httpclient5|httpcore5|httpcore5-h2|jackson-[a-z0-9-]+|jjwt-[a-z]+|slf4j-api|gson|json|java-jwt"
                    + "|commons-codec|commons-io|stax2-api|woodstox-core)-[0-9].*\\.jar");
    private static final String THREE_TIMES_500 =
            "{\"method\":\"POST\",\"path\":\"/v1/IpCommands\",\"status\":500,\"afterwards\":true,\"count\":3}";

    @ParameterizedTest
    @CsvSource({"count#once-1: x, count#once-1: done, 1", "count: x, count: done, 3"})
    void shouldRunTheHandlerOnceIfTheCommandHasAnId(String command, String answer, int runs) throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create("ipcommand-retries-");
                Rig rig = rig(directory.path())) {
            Path counted = directory.path().resolve("counted");
            rig.startStub();
            rig.writeConfiguration();
            rig.files().install("count", script(counted));
            rig.startAgent();
            Conversation conversation = new Conversation(rig);
            inject(rig.baseUrl());

            String said = create(rig, directory.path(), command);

            assertTrue(said.contains("create failed: 500 20500"), said);
            JsonNode counters = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> rig.agentStatus().path("counters"), RetriesTest::threeAreDone);
            assertEquals(runs, counters.path("handled").asInt(), counters::toString);
            assertEquals(3 - runs, counters.path("repeated").asInt(), counters::toString);
            assertEquals("x\n".repeat(runs), Files.readString(counted));
            List<byte[]> answers = conversation.remaining(Duration.ofMillis(500));
            assertTrue(answers.size() >= runs, answers::toString);
            for (byte[] each : answers) {
                assertEquals(answer, new String(each, StandardCharsets.UTF_8));
            }
        }
    }

    /** A repeat that comes while the first still runs shares its answer, so answers are not counted. */
    private static boolean threeAreDone(JsonNode counters) {
        return counters.path("received").asInt() == 3
                && counters.path("in_flight").asInt(1) == 0;
    }

    private static Rig rig(Path directory) throws Exception {
        RigOptions options = RigOptions.NO_MODEM
                .with("[handler.count]\nallow = [\"anyone\"]\n")
                .with(new RigOptions.More(
                        List.of("--ca-dir", directory.resolve("authority").toString()), List.of(), List.of()));
        return Rig.create(Installation.find(), options, PortBlock.any());
    }

    private static byte[] script(Path counted) {
        return ("#!/bin/sh\ncat >>" + counted + "\necho >>" + counted + "\necho done\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void inject(URI stub) throws Exception {
        HttpRequest rule = HttpRequest.newBuilder(stub.resolve("/_stub/faults"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(THREE_TIMES_500))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient()
                        .send(rule, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    /** Runs the customer's program, which says in one line what became of its command. */
    private static String create(Rig rig, Path directory, String command) throws Exception {
        Installation installation = Installation.find();
        Path store = directory.resolve("trust.p12");
        Process ca = new ProcessBuilder(
                        installation.launcher("cloud-stub").toString(),
                        "ca",
                        "--ca-dir=" + directory.resolve("authority"),
                        "--trust-store=" + store)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, ca.waitFor());
        List<String> java = new ArrayList<>(
                Workshop.javaCommand(installation.root().resolve("bench/src/main/clients/twilio-java"), libraries()));
        java.addAll(1, ClientsBench.javaFlags(rig.baseUrl(), store));
        java.add(command);
        ProcessBuilder builder = new ProcessBuilder(java).redirectErrorStream(true);
        String[] account = rig.credentials().split(":", 2);
        builder.environment().put("TWILIO_ACCOUNT_SID", account[0]);
        builder.environment().put("TWILIO_AUTH_TOKEN", account[1]);
        builder.environment().put("BENCH_SIM", "bench-1");
        builder.environment().put("BENCH_PORT", Integer.toString(rig.ports().listener()));
        Process client = builder.start();
        try {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            client.destroyForcibly();
        }
    }

    private static List<String> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIBRARIES
                        .matcher(String.valueOf(Path.of(entry).getFileName()))
                        .matches())
                .toList();
    }
}
