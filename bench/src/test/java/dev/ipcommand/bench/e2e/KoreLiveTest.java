package dev.ipcommand.bench.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench live --auth kore} as a process, against a stub that imitates KORE and an agent that answers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class KoreLiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RigOptions KORE = RigOptions.NO_MODEM
            .with("[handler.gate]\nallow = [\"anyone\"]\ndeadline = \"60s\"\n")
            .with(new RigOptions.More(List.of("--dialect", "kore"), List.of(), List.of()));

    @TempDir
    Path directory = Path.of("set by JUnit");

    /** What the stub prints for a shell. */
    private static Map<String, String> credentials(Rig rig) throws Exception {
        String[] account = rig.credentials().split(":", 2);
        Child shown = rig.launch(
                "credentials",
                "cloud-stub",
                "--dialect",
                "kore",
                "--account-sid",
                account[0],
                "--auth-token",
                account[1],
                "--show-credentials");
        assertEquals(Optional.of(0), shown.awaitExit(PATIENCE), shown::lastLines);
        Map<String, String> credentials = new HashMap<>();
        shown.lastLines()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("KORE_"))
                .forEach(line -> {
                    String[] pair = line.split("=", 2);
                    credentials.put(pair[0], pair[1]);
                });
        return credentials;
    }

    private static Child live(Children children, Rig rig, Map<String, String> environment, String... more)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ipcommand.bench.Main",
                "live",
                "--auth",
                "kore",
                "--base-url",
                rig.baseUrl().toString(),
                "--sim",
                Rig.ICCID,
                "--port",
                Integer.toString(rig.ports().listener()),
                "--poll",
                "100ms",
                "--interval",
                "100ms",
                "--timeout",
                "60s"));
        command.addAll(List.of(more));
        return children.start("live", command, environment);
    }

    @Test
    void shouldRenewATokenThatExpiresAndLoseNoCommand() throws Exception {
        Path open = directory.resolve("open");
        try (Rig rig = Matrix.rig(KORE);
                Children children = new Children(directory)) {
            rig.startStub();
            rig.writeConfiguration();
            rig.files()
                    .install(
                            "gate",
                            ("#!/bin/sh\nwhile [ ! -e " + open + " ]; do sleep 0.1; done\necho open\n")
                                    .getBytes(UTF_8));
            rig.startAgent();
            // One at a time: the second is sent when the first has its answer.
            Child live = live(children, rig, credentials(rig), "--count", "2", "--exact", "--text", "gate");
            await().atMost(PATIENCE)
                    .until(() -> rig.console().health().path("commands").asInt() == 1);

            rig.console().advanceClock("2h");
            Files.createFile(open);

            assertEquals(Optional.of(0), live.awaitExit(PATIENCE), () -> live.lastLines() + rig.lastLines());
            String said = live.lastLines();
            assertTrue(said.contains("sent 2 of 2, answered 2 (100.0 %)"), said);
            assertTrue(said.contains("repeated requests 1"), said);
            // Two commands and two answers: nothing was sent twice either.
            assertEquals(4, rig.console().health().path("commands").asInt());
        }
    }

    @Test
    void shouldSayWhyAClientIsNotLetIn() throws Exception {
        try (Rig rig = Matrix.rig(KORE);
                Children children = new Children(directory)) {
            rig.startStub();
            Map<String, String> wrong = new HashMap<>(credentials(rig));
            wrong.put("KORE_CLIENT_SECRET", "wrong");

            Child live = live(children, rig, wrong);

            assertEquals(Optional.of(3), live.awaitExit(PATIENCE), live::lastLines);
            assertTrue(
                    live.lastLines().contains("status 401: Invalid client or Invalid client credentials"),
                    live::lastLines);
        }
    }
}
