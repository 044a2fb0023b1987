package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are handlers, and how the registry follows them. */
@Timeout(60)
class ScriptDirectoryTest {
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
    void close() {
        bench.close();
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

    @Test
    void shouldFollowWhatIsAddedReplacedAndRemoved() throws Exception {
        bench.build(scripts, work);
        ScriptDirectory directory = directory();
        directory.scan();
        script("s", "echo one");
        bench.policies.put("s", Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
        bench.build(scripts, work);
        directory = directory();
        assertEquals("s! not-found: no such command", bench.ask("s"));

        directory.scan();
        assertEquals("s: one", bench.ask("s"));
        script("s", "echo two");
        assertEquals("s: two", bench.ask("s"));
        Files.delete(scripts.resolve("s"));
        assertEquals("s! not-found: no such command", bench.ask("s"));
        directory.scan();
        assertEquals("s! not-found: no such command", bench.ask("s"));
        assertEquals(List.of("echo", "help", "ping"), bench.registry().namesFor("-"));
    }

    private ScriptDirectory directory() throws IOException {
        ScriptFile check = ScriptFile.forThisUser();
        ScriptHost host = new ScriptHost(work, () -> true);
        return new ScriptDirectory(
                scripts, check, bench.registry(), file -> new ScriptRunner(file, check, host), () -> {});
    }

    @Test
    void shouldNoticeANewScriptByItself() throws Exception {
        bench.policies.put("s", Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
        start();
        assertEquals("s! not-found: no such command", bench.ask("s"));

        script("s", "echo here");

        while (!bench.registry().namesFor("-").contains("s")) {
            Thread.onSpinWait();
        }
        assertEquals("s: here", bench.ask("s"));
    }

    @Test
    void shouldNotLetAScriptTakeABuiltInsName() throws Exception {
        script("ping", "echo mine");
        start();

        assertEquals("ping: pong", bench.ask("ping"));
    }

    @ParameterizedTest
    @CsvSource({
        "rwxr-xr-x, ''",
        "rwx------, ''",
        "r-x------, ''",
        "rw-r--r--, chmod 755",
        "rwxrwxr-x, chmod go-w",
        "rwxr-xrwx, chmod go-w"
    })
    void shouldOnlyRunWhatItsOwnerAloneCanChange(String permissions, String expected) throws Exception {
        script("s", "echo ok");
        Files.setPosixFilePermissions(scripts.resolve("s"), PosixFilePermissions.fromString(permissions));

        String problem = ScriptFile.forThisUser().problem(scripts.resolve("s")).orElse("");

        assertEquals(expected.isEmpty(), problem.isEmpty(), problem);
        assertTrue(problem.contains(expected), problem);
    }

    @Test
    void shouldRefuseOtherOwnersLinksDirectoriesAndNames() throws Exception {
        script("s", "echo ok");
        Files.createSymbolicLink(scripts.resolve("link"), scripts.resolve("s"));
        Files.createDirectory(scripts.resolve("dir"));
        ScriptFile mine = ScriptFile.forThisUser();
        int owner = (Integer) Files.getAttribute(scripts.resolve("s"), "unix:uid");

        assertTrue(mine.problem(scripts.resolve("link")).orElse("").contains("regular file"));
        assertTrue(mine.problem(scripts.resolve("dir")).orElse("").contains("regular file"));
        assertTrue(mine.problem(scripts.resolve("gone")).orElse("").contains("gone"));
        for (String name : List.of("a.sh", "A", "1a", ".s", "x".repeat(65))) {
            assertTrue(mine.problem(scripts.resolve(name)).orElse("").contains("name"), name);
        }
        assertTrue(mine.problem(scripts.resolve("s.toml")).orElse("").contains("not read yet"));
        // Root's files serve everybody, so another owner shows only where the tests do not run as root.
        boolean refused =
                new ScriptFile(owner + 1).problem(scripts.resolve("s")).isPresent();
        assertEquals(owner != 0, refused);
    }

    @Test
    void shouldLookAtTheFirst500Entries() throws Exception {
        for (int i = 0; i < 520; i++) {
            Files.createFile(
                    scripts.resolve("s" + i),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            bench.policies.put("s" + i, Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
        }
        bench.build(scripts, work);

        directory().scan();

        assertEquals(503, bench.registry().namesFor("-").size());
    }

    @Test
    void shouldRemoveWhatAnEarlierRunHasLeft() throws Exception {
        Files.createDirectories(work.resolve("call-1/a"));
        Files.createFile(work.resolve("call-1/a/b"));
        Files.createDirectory(work.resolve("other"));

        start();

        assertTrue(Files.notExists(work.resolve("call-1")));
        assertTrue(Files.exists(work.resolve("other")));
    }
}
