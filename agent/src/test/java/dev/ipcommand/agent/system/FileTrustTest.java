package dev.ipcommand.agent.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTrustTest {
    private static final int SOMEBODY = 12_345;

    @TempDir
    Path root = Path.of("unset");

    private FileTrust trust = new FileTrust(Set.of());
    private Path directory = Path.of("unset");
    private Path file = Path.of("unset");

    @BeforeEach
    void make() throws IOException {
        trust = FileTrust.ofThisUser();
        directory = Files.createDirectories(root.resolve("a/b"));
        file = Files.writeString(directory.resolve("f"), "x");
        mode(file, "rw-r--r--");
        mode(directory, "rwxr-xr-x");
        mode(root.resolve("a"), "rwxr-xr-x");
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void own(Path path, int uid) throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assumeTrue(isRoot, "only root can give files away");
        Files.setAttribute(path, "unix:uid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void shouldTrustWhatItsOwnerAloneCanChange() {
        assertEquals(Optional.empty(), trust.problem(file));
        assertEquals(Optional.empty(), trust.directoryProblem(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
    void shouldSayWhatToTypeForAFile(String permissions) throws Exception {
        mode(file, permissions);

        assertEquals(
                "others may write to it; type: chmod go-w " + file,
                trust.problem(file).orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"., rwxrwxr-x", "., rwxr-xrwx", ".., rwxrwxr-x"})
    void shouldSayWhatToTypeForADirectoryAndThoseAbove(String which, String permissions) throws Exception {
        Path changed = directory.resolve(which).normalize();
        mode(changed, permissions);

        String problem = trust.directoryProblem(directory).orElse("");

        assertTrue(problem.endsWith("; type: chmod go-w " + changed), problem);
    }

    @Test
    void shouldAllowStickyDirectoriesAboveButNotTheDirectoryItself() throws Exception {
        Files.setAttribute(root.resolve("a"), "unix:mode", 01777);
        assertEquals(Optional.empty(), trust.directoryProblem(directory));

        Files.setAttribute(directory, "unix:mode", 01777);
        assertTrue(trust.directoryProblem(directory).isPresent());
    }

    @Test
    void shouldRefuseOtherOwners() throws Exception {
        own(file, SOMEBODY);
        own(root.resolve("a"), SOMEBODY);

        assertEquals(
                "owned by user 12345, who could change it; type: chown root " + file,
                trust.problem(file).orElse(""));
        String problem = trust.directoryProblem(directory).orElse("");
        assertTrue(problem.endsWith("type: chown root " + root.resolve("a")), problem);
        FileTrust theirs = new FileTrust(Set.of(SOMEBODY));
        assertEquals(Optional.empty(), theirs.problem(file));
        assertEquals(Optional.empty(), theirs.directoryProblem(directory));
    }

    @Test
    void shouldTrustTheOwnerOfTheConfiguration() throws Exception {
        Path configuration = Files.writeString(root.resolve("ipcommand.toml"), "");
        own(configuration, SOMEBODY);
        own(file, SOMEBODY);

        assertEquals(
                Optional.empty(), FileTrust.ofThisUserAndOwnerOf(configuration).problem(file));
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertTrue(trust.problem(link).orElse("").startsWith("not a regular file"));
        assertTrue(trust.problem(directory).orElse("").startsWith("not a regular file"));
        assertEquals("it is gone", trust.problem(directory.resolve("none")).orElse(""));
        assertTrue(trust.directoryProblem(file).orElse("").endsWith("is not a directory"));
        assertTrue(trust.directoryProblem(root.resolve("none")).orElse("").startsWith("there is no such directory"));
    }

    @Test
    void shouldLookAtALinksOwnPlaceAndAtItsTarget() throws Exception {
        Path open = Files.createDirectory(root.resolve("open"));
        Path relative = Files.createSymbolicLink(open.resolve("relative"), Path.of("../a/./b"));
        Path absolute = Files.createSymbolicLink(root.resolve("absolute"), relative);
        assertEquals(Optional.empty(), trust.directoryProblem(absolute));
        assertEquals(
                Optional.empty(), trust.directoryProblem(absolute.resolve("..").resolve("b")));

        mode(open, "rwxrwxrwx");
        assertTrue(trust.directoryProblem(absolute).orElse("").endsWith("chmod go-w " + open));
        Files.setAttribute(open, "unix:mode", 01777);
        assertEquals(Optional.empty(), trust.directoryProblem(absolute));
        own(relative, SOMEBODY);
        assertTrue(trust.directoryProblem(absolute).orElse("").endsWith("chown -h root " + relative));
    }

    @Test
    void shouldNotFollowLinksForEver() throws Exception {
        Path loop = root.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertTrue(trust.directoryProblem(loop).orElse("").startsWith("too many links"));
    }

    @Test
    void shouldQuoteWhatAShellWouldReadDifferently() throws Exception {
        Path odd = Files.writeString(directory.resolve("it's; rm"), "x");
        mode(odd, "rw-rw-rw-");

        String problem = trust.problem(odd).orElse("");

        assertTrue(problem.endsWith("chmod go-w '" + directory + "/it'\\''s; rm'"), problem);
    }
}
