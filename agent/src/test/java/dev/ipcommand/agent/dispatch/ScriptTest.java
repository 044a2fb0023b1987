package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real scripts in directories of their own, on the machine's clock. */
@Timeout(60)
class ScriptTest {
    private Path root = Path.of("unset");
    private Path scripts = Path.of("unset");
    private Path work = Path.of("unset");
    private final Bench bench = new Bench();

    @BeforeEach
    void directories(@TempDir Path directory) throws IOException {
        root = directory;
        scripts = Files.createDirectory(root.resolve("handlers.d"));
        work = Files.createDirectory(root.resolve("work"));
        bench.clock = DispatchClock.SYSTEM;
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        bench.close();
        assertEquals(0, bench.dispatcher().pool.threads(), "threads left");
        assertEquals(List.of(), names(work), "working directories left");
        assertEquals(0, bench.counters().inFlight());
        assertEquals(List.of(), descendants(), "processes left");
    }

    private static List<String> descendants() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::toString)
                .toList();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** As an editor or installer does it: written beside, then renamed. */
    private void script(String name, String body) throws IOException {
        Path draft = Files.writeString(root.resolve("draft"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, scripts.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        bench.policies.putIfAbsent(name, Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
    }

    private void start() throws IOException {
        bench.build(scripts, work);
        bench.dispatcher().start();
    }

    private String run(String body) throws Exception {
        return run(body, "s");
    }

    private String run(String body, String command) throws Exception {
        script("s", body);
        start();
        return bench.ask(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            cat                                | s: a  b    | s: a  b
            cat                                | s#7: x     | s#7: x
            printf 'a\\n\\n'                   | s          | 's: a\n'
            printf 'a\\r\\n'                   | s          | 's: a\r'
            true                               | s          | 's: '
            printf "%s" "$#$1"                 | s: x y     | s: 0
            echo nope; exit 64                 | s          | s! invalid-argument: nope
            echo nope; exit 65                 | s          | s! invalid-argument: nope
            echo later; echo more; exit 69     | s#a        | s#a! unavailable: later
            exit 75                            | s          | s! unavailable: exit 75
            echo no; exit 77                   | s          | s! permission-denied: no
            exit 126                           | s          | s! internal: exit 126
            exit 127                           | s          | s! internal: exit 127
            exit 1                             | s          | s! internal: exit 1
            echo why; exit 3                   | s          | s! internal: exit 3: why
            kill -9 $$                         | s          | s! internal: exit 137
            kill -TERM $$                      | s          | s! internal: exit 143
            echo noise >&2; echo ok            | s          | s: ok
            exec <&-; echo ok                  | s          | s: ok
            exec >&- 2>&-; exit 0              | s          | 's: '
            """)
    void shouldAnswer(String body, String command, String expected) throws Exception {
        String unescaped = body.replace("\\\\", "\\");

        assertEquals(expected, run(unescaped, command));
    }

    @Test
    void shouldPassTheArgumentsByteForByteAndKeepThemWhenRaw() throws Exception {
        byte[] datagram = new byte[1300];
        for (int i = 0; i < datagram.length; i++) {
            datagram[i] = (byte) (i ^ 0xF0);
        }
        datagram[1299] = '\n';
        script("s", "cat");
        bench.route("", "s", ReplyMode.RAW);
        start();

        bench.send(datagram);

        assertArrayEquals(datagram, bench.bytes());
    }

    @Test
    void shouldGiveAFixedEnvironmentAndAnEmptyDirectory() throws Exception {
        String seen = run(
                "env | sort | grep -v -e IPCOMMAND_CALL -e DEADLINE -e PWD -e SHLVL -e ^_; ls -A | wc -l", "s#i: x");

        assertEquals(
                "s#i: IPCOMMAND_FORM=text\nIPCOMMAND_ID=i\nIPCOMMAND_NAME=s\nIPCOMMAND_PRINCIPAL=-\nLANG=C.UTF-8\n"
                        + "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n0",
                seen);
    }

    @Test
    void shouldRunInAPrivateDirectoryThatIsRemoved() throws Exception {
        String seen = run("mkdir -p a/b; touch a/b/c .d; ln -s / root; stat -c %a .; pwd");

        assertEquals("s: 700\n" + work, seen.substring(0, seen.lastIndexOf('/')));
    }

    @Test
    void shouldLeadItsOwnSession() throws Exception {
        String seen = run(
                "read -r pid comm state ppid pgrp session rest < /proc/$$/stat; echo $((pgrp - $$)) $((session - $$))");

        assertEquals("s: 0 0", seen);
    }

    @Test
    void shouldTellTheTimeThatIsLeft() throws Exception {
        String seen = run("echo $IPCOMMAND_DEADLINE_MS");

        int millis = Integer.parseInt(seen.substring(3));
        assertTrue(millis > 9_000 && millis <= 10_000, seen);
    }

    @Test
    void shouldNotWaitForAScriptThatNeverReads() throws Exception {
        assertEquals("s: ok", run("echo ok", "s: " + "x".repeat(1297)));
    }

    @Test
    void shouldRefuseByNameWhatDoesNotFit() throws Exception {
        assertEquals("s! resource-exhausted: 1000000 bytes, limit 1300", run("head -c 1000000 /dev/zero"));
    }

    @Test
    void shouldFillADatagram() throws Exception {
        assertEquals(1300, run("head -c 1297 /dev/zero; echo").length());
        assertEquals("s! resource-exhausted: 1301 bytes, limit 1300", run("head -c 1298 /dev/zero; echo"));
        assertEquals("s! resource-exhausted: 4096 bytes, limit 1300", run("head -c 4096 /dev/zero; echo"));
    }

    @Test
    void shouldBoundTheErrorOutput() throws Exception {
        assertEquals("s: ok", run("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo ok"));
    }

    @Test
    void shouldEndAScriptThatIgnoresTermAtItsDeadline() throws Exception {
        bench.policies.put("s", Bench.policy("anyone", "0.3s", 1, 8, ReplyMode.FRAMED));
        String answer = run("trap '' TERM; (trap '' TERM; sleep 300) & while :; do sleep 300; done");

        assertEquals("s! deadline-exceeded: not done in 300 ms", answer);
        script("s", "echo next");
        assertTrue(List.of("s: next", "s! deadline-exceeded: waited too long for its turn")
                .contains(bench.ask("s")));
    }

    @Test
    void shouldEndChildrenThatWereLeftBehind() throws Exception {
        String answer = run("sleep 301 & setsid sleep 302 & (env -i sleep 303 &) ; echo left");

        assertEquals("s: left", answer);
        assertFalse(commandLines().stream().anyMatch(line -> line.matches("sleep 30[123]")), "left: " + commandLines());
    }

    private static List<String> commandLines() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.resolve("cmdline"))
                    .filter(Files::isReadable)
                    .map(ScriptTest::commandLine)
                    .toList();
        }
    }

    private static String commandLine(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void shouldNotWaitForAChildThatHoldsTheOutput() throws Exception {
        assertEquals("s: ok", run("(setsid env -i sleep 304 &); echo ok; exit 0"));

        // It left the session and dropped the mark: nothing tells that it was ours, and it cannot hold us up.
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(Path.of("/proc/" + process.pid() + "/cmdline"))
                        .equals("sleep 304"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldEndRunningScriptsWithinThreeSeconds() throws Exception {
        script("s", "trap '' TERM; echo x >&2; touch ready; while :; do sleep 300; done");
        start();
        bench.send("s");
        while (names(work).isEmpty() || names(work.resolve(names(work).get(0))).isEmpty()) {
            Thread.onSpinWait();
        }

        long begin = System.nanoTime();
        bench.close();

        assertTrue(System.nanoTime() - begin < 3_000_000_000L, "close took too long");
        assertEquals("s! aborted: the agent is stopping", bench.text());
    }

    @Test
    void shouldKeepQuietWhenARawScriptFails() throws Exception {
        bench.policies.put("s", Bench.policy("anyone", "10s", 1, 8, ReplyMode.RAW));
        script("s", "echo out; exit 1");
        script("t", "echo done");
        start();

        bench.send("s");
        assertEquals("t: done", bench.ask("t"));
        while (bench.counters().inFlight() > 0) {
            Thread.onSpinWait();
        }
        assertTrue(bench.answers.isEmpty());
    }

    @Test
    void shouldWarmUpWithoutATrace() throws Exception {
        start();

        bench.dispatcher().warmUp();

        assertEquals(new CommandCounters.Snapshot(0, 0, 0, 0, 0, 0), bench.counters());
        assertTrue(bench.answers.isEmpty());
        assertEquals(List.of(), bench.dispatcher().recent().snapshot());
    }

    @Test
    void shouldRunTheExamples() throws Exception {
        Path examples = Path.of("..", "examples", "handlers");
        for (String name : List.of("checkin", "uptime")) {
            Files.copy(examples.resolve(name), scripts.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(scripts.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            bench.policies.put(name, Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
        }
        start();

        assertTrue(bench.ask("checkin: firmware update").startsWith("checkin: firmware update accepted by "));
        assertEquals("checkin: rm -rf  noted", bench.ask("checkin: $(rm -rf /)"));
        assertEquals("checkin! invalid-argument: nothing to check in", bench.ask("checkin"));
        assertTrue(new String(bench.ask("uptime: s").getBytes(UTF_8), UTF_8).matches("uptime: \\d+ s"));
    }
}
