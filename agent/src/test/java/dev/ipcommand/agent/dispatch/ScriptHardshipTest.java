package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scripts do by mistake, and what is done to them while they run. */
@Timeout(60)
class ScriptHardshipTest {
    private static final long MIB = 1 << 20;

    private final ScriptFolder folder;

    ScriptHardshipTest(@TempDir Path root) throws IOException {
        folder = new ScriptFolder(root);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
        try (var left = Files.list(folder.work)) {
            assertEquals(List.of(), left.toList(), "working directories left");
        }
    }

    private String run(String body, String command) throws Exception {
        folder.script("s", body);
        folder.start();
        return folder.bench.ask(command);
    }

    @Test
    void shouldTakeTenMegabytesOnBothStreamsAtOnce() throws Exception {
        assertEquals(
                "s! resource-exhausted: 10000000 bytes, limit 1300",
                run("head -c 10000000 /dev/zero & head -c 10000000 /dev/zero >&2; wait", "s"));
    }

    @Test
    void shouldLetItBecomeAnotherProgram() throws Exception {
        assertEquals("s: as is", run("exec cat", "s: as is"));
    }

    @Test
    void shouldAnswerWithNothingWhenItClosesItsOutputEarlyAndGoesOn() throws Exception {
        String body = "exec >&- 2>&-; while [ ! -e " + folder.root.resolve("go") + " ]; do sleep 0.01; done";
        folder.script("s", body);
        folder.start();
        folder.bench.send("s");
        Files.createFile(folder.root.resolve("go"));

        assertEquals("s: ", folder.bench.text());
    }

    @Test
    void shouldEndTheOldRunUndisturbedWhenTheScriptIsReplaced() throws Exception {
        waitingScript("echo old");
        folder.start();
        folder.bench.send("s#1");
        awaitBegin();

        folder.script("s", "echo new");
        folder.bench.send("s#2");
        Files.createFile(folder.root.resolve("go"));

        assertEquals("s#1: old", folder.bench.text());
        assertEquals("s#2: new", folder.bench.text());
    }

    @Test
    void shouldEndTheRunUndisturbedWhenTheScriptIsRemoved() throws Exception {
        waitingScript("echo old");
        folder.start();
        folder.bench.send("s#1");
        awaitBegin();

        Files.delete(folder.scripts.resolve("s"));
        folder.bench.send("s#2");
        Files.createFile(folder.root.resolve("go"));

        assertEquals("s#1: old", folder.bench.text());
        assertEquals("s#2! not-found: no such command", folder.bench.text());
    }

    private void waitingScript(String then) throws IOException {
        Path begun = folder.root.resolve("begun");
        Path go = folder.root.resolve("go");
        folder.script("s", "touch " + begun + "\nwhile [ ! -e " + go + " ]; do sleep 0.01; done\n" + then);
    }

    private void awaitBegin() {
        ScriptFolder.await("begun", () -> Files.exists(folder.root.resolve("begun")));
    }

    @Test
    void shouldSayInternalWhenTheInterpreterIsMissing() throws Exception {
        folder.script("s", "");
        folder.file("s", "#!/nonexistent/sh\necho ok\n", "rwxr-xr-x");
        folder.start();

        assertEquals("s! internal: exit 127", folder.bench.ask("s"));
    }

    @Test
    void shouldSayInternalWhileSomebodyStillWritesTheFile() throws Exception {
        folder.script("s", "echo ok");
        folder.start();
        Path file = folder.scripts.resolve("s");

        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertTrue(writer.isOpen());
            assertEquals("s! internal: exit 126", folder.bench.ask("s"));
        }
        assertEquals("s: ok", folder.bench.ask("s"));
    }

    @Test
    void shouldHoldAScriptToItsMemory() throws Exception {
        String hungry = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}";
        folder.bench.policies.put("s", ScriptFolder.policy("anyone", "10s", 64 * MIB));
        folder.bench.policies.put("t", ScriptFolder.policy("anyone", "10s", 0));
        folder.script("t", hungry);

        String bounded = run(hungry, "s");

        assertTrue(bounded.startsWith("s! internal: exit "), bounded);
        assertEquals("t: 100000000", folder.bench.ask("t"));
    }

    @Test
    void shouldGiveTheLimitToTheScriptsOwnProcessAndItsChildren() throws Exception {
        folder.bench.policies.put("s", ScriptFolder.policy("anyone", "10s", 64 * MIB));

        String limits = run(
                "read -r pid comm state ppid pgrp session rest < /proc/$$/stat\n"
                        + "echo $((pgrp - $$)) $((session - $$)) $(ulimit -v) $(ulimit -c) $(sh -c 'ulimit -v') $#",
                "s: x");

        assertEquals("s: 0 0 65536 0 65536 0", limits);
    }

    @Test
    void shouldRefuseALimitThatThisMachineCannotSet() throws Exception {
        folder.script("s", "echo ok");
        ScriptTools without = new ScriptTools("setsid", Optional.empty());
        ScriptHost host = new ScriptHost(folder.work, () -> true, without);
        ScriptReader reader = new ScriptReader(FileTrust.ofThisUser(), Set.of(), host);
        Path file = folder.scripts.resolve("s");
        List<String> said = new ArrayList<>();

        assertTrue(reader.read(file, ScriptFolder.policy("anyone", "10s", 0), said::add)
                .isPresent());
        assertEquals(List.of(), said);
        assertTrue(reader.read(file, ScriptFolder.policy("anyone", "10s", MIB), said::add)
                .isEmpty());
        assertEquals(List.of("not callable: " + file + ": memory needs prlimit; type: apt install util-linux"), said);
    }
}
