package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sidecar beside a script, as it comes, changes and goes. */
@Timeout(60)
class ScriptSidecarTest {
    private static final String GONE = "s! not-found: no such command";

    private final ScriptFolder folder;

    ScriptSidecarTest(@TempDir Path root) throws IOException {
        folder = new ScriptFolder(root);
        folder.script("s", "echo ok");
    }

    @AfterEach
    void close() {
        folder.close();
    }

    private Path sidecar() {
        return folder.scripts.resolve("s.toml");
    }

    private String ask() throws InterruptedException {
        return folder.bench.ask("s");
    }

    @Test
    void shouldNarrowWhoMayCallWhileItIsThere() throws Exception {
        ScriptDirectory directory = folder.directory();
        folder.sidecar("s", "allow = [\"ops1\"]");

        directory.scan();
        assertEquals(GONE, ask());
        assertNotNull(folder.bench.registry().find("s", "ops1"));
        assertNull(folder.bench.registry().find("s", "ops2"));
        Files.delete(sidecar());
        directory.scan();

        assertEquals("s: ok", ask());
        assertEquals(List.of(), folder.said);
    }

    @Test
    void shouldNameOnceWhatAsksForMoreAndKeepTheConfiguration() throws Exception {
        folder.bench.policies.put("s", ScriptFolder.policy("ops1", "10s", 0));
        ScriptDirectory directory = folder.directory();
        folder.sidecar("s", "\nallow = [\"anyone\"]");

        directory.scan();
        directory.scan();

        assertEquals(GONE, ask());
        assertNotNull(folder.bench.registry().find("s", "ops1"));
        assertEquals(
                List.of("may only narrow: " + sidecar() + ":2:10: allow: \"anyone\" is wider than [handler.s] of the "
                        + "configuration, which allows [\"ops1\"]"),
                folder.said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow = [\"ops9\"]", "alow = [\"anyone\"]", "deadline = 5", "=", "deadline = \"1h\""})
    void shouldMakeTheScriptUncallableWithAnyProblem(String text) throws Exception {
        ScriptDirectory directory = folder.directory();
        folder.sidecar("s", "# who may call\n" + text);

        directory.scan();
        directory.scan();
        assertEquals(GONE, ask());
        assertNull(folder.bench.registry().find("s", "ops1"));
        assertEquals(1, folder.said.size(), folder.said.toString());
        String said = folder.said.get(0);
        assertTrue(said.startsWith("not callable: " + folder.scripts.resolve("s") + ": " + sidecar() + ":2:"), said);

        folder.sidecar("s", "");
        directory.scan();
        assertEquals("s: ok", ask());
    }

    @Test
    void shouldMakeTheScriptUncallableWithASidecarThatOthersMayWrite() throws Exception {
        ScriptDirectory directory = folder.directory();
        folder.sidecar("s", "deadline = \"1s\"");
        directory.scan();
        assertEquals("s: ok", ask());

        Files.setPosixFilePermissions(sidecar(), PosixFilePermissions.fromString("rw-rw-r--"));
        directory.scan();

        assertEquals(GONE, ask());
        assertTrue(folder.said.get(0).endsWith("type: chmod go-w " + sidecar()), folder.said.toString());
    }

    @Test
    void shouldMakeTheScriptUncallableWithALinkADirectoryOrAnOversizedSidecar() throws Exception {
        ScriptDirectory directory = folder.directory();
        Files.createSymbolicLink(sidecar(), Path.of("/nonexistent"));
        directory.scan();
        assertEquals(GONE, ask());
        assertTrue(folder.said.get(0).contains("not a regular file"), folder.said.toString());
        Files.delete(sidecar());
        Files.createDirectory(sidecar());
        directory.scan();
        assertEquals(GONE, ask());
        Files.delete(sidecar());

        folder.sidecar("s", "#".repeat(70_000));
        directory.scan();

        assertEquals(GONE, ask());
        assertTrue(folder.said.get(folder.said.size() - 1).contains("is over 64 KiB"), folder.said.toString());
    }

    @Test
    void shouldShortenTheDeadline() throws Exception {
        folder.script("s", "sleep 421");
        folder.sidecar("s", "deadline = \"100ms\"");
        folder.start();

        assertEquals("s! deadline-exceeded: not done in 100 ms", ask());
    }

    @Test
    void shouldKeepTheOrderOfWhatWaitsWhenThePolicyChanges() throws Exception {
        Path go = folder.root.resolve("go");
        folder.script("s", "while [ ! -e " + go + " ]; do sleep 0.01; done; cat");
        ScriptDirectory directory = folder.directory();
        directory.scan();
        for (int i = 1; i <= 3; i++) {
            folder.bench.send("s#" + i + ": before");
        }

        folder.sidecar("s", "queue = 4\ndeadline = \"9s\"");
        directory.scan();
        for (int i = 4; i <= 6; i++) {
            folder.bench.send("s#" + i + ": after");
        }
        assertEquals("s#6! resource-exhausted: queue full", folder.bench.text());
        assertEquals(
                9_000_000_000L,
                Objects.requireNonNull(folder.bench.registry().find("s", "-"))
                        .terms()
                        .deadlineNanos());
        Files.createFile(go);

        for (String expected : List.of("s#1: before", "s#2: before", "s#3: before", "s#4: after", "s#5: after")) {
            assertEquals(expected, folder.bench.text());
        }
    }

    @Test
    void shouldFollowAChangeByItself() throws Exception {
        folder.start();
        assertEquals("s: ok", ask());

        folder.sidecar("s", "allow = []");
        ScriptFolder.await(
                "refused", () -> !folder.bench.registry().namesFor("-").contains("s"));
        folder.sidecar("s", "allow = [\"anyone\"]");
        ScriptFolder.await(
                "allowed", () -> folder.bench.registry().namesFor("-").contains("s"));

        assertEquals("s: ok", ask());
    }
}
