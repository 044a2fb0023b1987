package dev.ipcommand.agent.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who could change what is about to run, on real files. */
class FileTrustTest {
    private Path root = Path.of("unset");
    private FileTrust mine = new FileTrust(Set.of());

    @BeforeEach
    void trustThisUser(@TempDir Path directory) throws IOException {
        root = directory.toRealPath();
        mine = FileTrust.ofThisUser();
    }

    private static Path mode(Path path, int octal) throws IOException {
        Files.setAttribute(path, "unix:mode", octal);
        return path;
    }

    private Path directory(String name, int octal) throws IOException {
        return mode(Files.createDirectories(root.resolve(name)), octal);
    }

    @Test
    void shouldTrustOnceWhoIsTheAgentsUserAndTheConfigurationsOwner() throws IOException {
        Path configuration = Files.writeString(root.resolve("ipcommand.toml"), "");

        FileTrust both = FileTrust.ofThisUserAndOwnerOf(configuration);

        assertEquals(Optional.empty(), both.problem(configuration));
    }

    @Test
    void shouldAcceptOwnDirectoriesBelowAStickyOne() throws IOException {
        directory("shared", 01777);
        Path own = directory("shared/own", 0755);

        assertEquals(Optional.empty(), mine.directoryProblem(own));
    }

    @Test
    void shouldRefuseAStickyDirectoryItselfBecauseOthersMayAddFiles() throws IOException {
        Path shared = directory("shared", 01777);

        assertTrue(mine.directoryProblem(shared).orElse("").endsWith("type: chmod go-w " + shared));
        assertTrue(mine.directoryProblem(shared.resolve("../shared/.")).isPresent());
    }

    @Test
    void shouldRefuseWhatLiesBelowADirectoryThatOthersMayChange() throws IOException {
        Path open = directory("it's open", 0775);
        Path below = directory("it's open/below", 0755);

        assertEquals(
                Optional.of(
                        "others may change what lies in " + open + "; type: chmod go-w '" + root + "/it'\\''s open'"),
                mine.directoryProblem(below));
    }

    @Test
    void shouldLookWhereALinkLeadsAndWhereItLies() throws IOException {
        directory("open", 0777);
        directory("open/own", 0755);
        Path own = directory("own", 0755);
        Path intoTheOpen = Files.createSymbolicLink(root.resolve("a"), Path.of("open/own"));
        Path outOfTheOpen = Files.createSymbolicLink(root.resolve("open/b"), own);
        Path within = Files.createSymbolicLink(root.resolve("c"), own);
        Path circle = Files.createSymbolicLink(root.resolve("d"), root.resolve("d"));

        assertTrue(mine.directoryProblem(intoTheOpen).isPresent());
        assertTrue(mine.directoryProblem(outOfTheOpen).isPresent());
        assertEquals(Optional.empty(), mine.directoryProblem(within));
        assertTrue(mine.directoryProblem(circle).orElse("").contains("too many links"));
    }

    @Test
    void shouldRefuseWhatIsNoDirectoryOrNotThere() throws IOException {
        Path file = Files.writeString(root.resolve("f"), "");

        assertTrue(mine.directoryProblem(file).orElse("").endsWith("is not a directory"));
        assertTrue(mine.directoryProblem(root.resolve("gone")).orElse("").contains("no such directory"));
        assertTrue(mine.problem(root.resolve("gone")).orElse("").contains("gone"));
        assertTrue(mine.problem(root).orElse("").contains("not a regular file"));
    }

    @Test
    void shouldRefuseOtherOwners() throws IOException {
        Path file = Files.writeString(root.resolve("f"), "");
        int owner = (Integer) Files.getAttribute(file, "unix:uid");
        if (owner == 0) {
            // Only root can give files away; everybody trusts root's.
            Files.setAttribute(file, "unix:uid", 4711);
            Files.setAttribute(root, "unix:uid", 4711);
        }
        FileTrust others = new FileTrust(Set.of(owner + 1));

        assertTrue(others.problem(file).orElse("").endsWith("type: chown root " + file));
        assertTrue(others.directoryProblem(root).orElse("").contains("type: chown root "));
        assertEquals(Optional.empty(), new FileTrust(Set.of(owner, 4711)).problem(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertTrue(new FileTrust(Set.of(owner, 4711)).problem(file).isPresent());
    }
}
