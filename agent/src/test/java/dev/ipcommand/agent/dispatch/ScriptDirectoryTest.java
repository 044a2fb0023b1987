package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private final List<String> said = new ArrayList<>();

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
        ScriptReader reader =
                new ScriptReader(FileTrust.ofThisUser(), Set.of("ops1"), new ScriptHost(work, () -> true));
        return new ScriptDirectory(scripts, reader, bench.registry(), () -> {}, said::add);
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

        String problem = new ScriptFile(FileTrust.ofThisUser())
                .problem(scripts.resolve("s"))
                .orElse("");

        assertEquals(expected.isEmpty(), problem.isEmpty(), problem);
        assertTrue(problem.contains(expected), problem);
    }

    @Test
    void shouldRefuseOtherOwnersLinksDirectoriesAndNames() throws Exception {
        script("s", "echo ok");
        Files.createSymbolicLink(scripts.resolve("link"), scripts.resolve("s"));
        Files.createDirectory(scripts.resolve("dir"));
        ScriptFile mine = new ScriptFile(FileTrust.ofThisUser());
        int owner = (Integer) Files.getAttribute(scripts.resolve("s"), "unix:uid");

        assertTrue(mine.problem(scripts.resolve("link")).orElse("").contains("regular file"));
        assertTrue(mine.problem(scripts.resolve("dir")).orElse("").contains("regular file"));
        assertTrue(mine.problem(scripts.resolve("gone")).orElse("").contains("gone"));
        for (String name : List.of("a.sh", "A", "1a", ".s", "x".repeat(65))) {
            assertTrue(mine.problem(scripts.resolve(name)).orElse("").contains("name"), name);
        }
        // Root's files serve everybody, so another owner shows only where the tests do not run as root.
        boolean refused = new ScriptFile(new FileTrust(Set.of(owner + 1)))
                .problem(scripts.resolve("s"))
                .isPresent();
        assertEquals(owner != 0, refused);
    }

    @Test
    void shouldLookAtTheFirst1000Entries() throws Exception {
        for (int i = 0; i < 1020; i++) {
            Files.createFile(
                    scripts.resolve("s" + i),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            bench.policies.put("s" + i, Bench.policy("anyone", "10s", 1, 8, ReplyMode.FRAMED));
        }
        bench.build(scripts, work);

        directory().scan();

        assertEquals(1003, bench.registry().namesFor("-").size());
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

    @Test
    void shouldNameWhatItIgnoresOnceAndAgainWhenTheReasonChanges() throws Exception {
        script("s", "echo ok");
        Files.writeString(scripts.resolve("READ\nME"), "");
        Files.writeString(scripts.resolve("t.toml"), "");
        bench.build(scripts, work);
        ScriptDirectory directory = directory();

        directory.scan();
        directory.scan();
        assertEquals(2, said.size(), said.toString());
        assertTrue(said.stream().anyMatch(line -> line.contains("READ?ME: its name")), said.toString());
        assertTrue(said.stream().anyMatch(line -> line.contains("no script t beside it")), said.toString());
        said.clear();
        Files.setPosixFilePermissions(scripts.resolve("s"), PosixFilePermissions.fromString("rwxrwxr-x"));
        directory.scan();
        directory.scan();

        assertEquals(
                List.of("ignored: " + scripts.resolve("s") + ": others may write to it; type: chmod go-w "
                        + scripts.resolve("s")),
                said);
    }

    @ParameterizedTest
    @CsvSource({"handlers.d, rwxrwxr-x", "handlers.d, rwxr-xrwx", "'', rwxrwx---"})
    void shouldRunNothingFromADirectoryThatOthersMayChange(String place, String permissions) throws Exception {
        script("s", "echo ok");
        bench.build(scripts, work);
        ScriptDirectory directory = directory();
        directory.scan();
        assertEquals("s: ok", ask());
        Path open = root.resolve(place);

        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
        String rightBeforeTheRun = ask();
        directory.scan();

        assertEquals("s! not-found: no such command", rightBeforeTheRun);
        assertEquals(List.of("echo", "help", "ping"), bench.registry().namesFor("-"));
        String typed = "chmod go-w " + (place.isEmpty() ? root : open);
        assertTrue(said.get(said.size() - 1).endsWith("type: " + typed), said.toString());
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        directory.scan();
        assertEquals("s: ok", ask());
    }

    private String ask() throws InterruptedException {
        return bench.ask("s");
    }
}
