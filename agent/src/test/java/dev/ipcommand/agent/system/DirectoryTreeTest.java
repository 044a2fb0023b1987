package dev.ipcommand.agent.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
    @TempDir
    Path place = Path.of("set by JUnit");

    @Test
    void shouldRemoveWhatIsInItAndFollowNoLink() throws Exception {
        Path kept = Files.writeString(place.resolve("kept"), "x");
        Path root = place.resolve("root");
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c"), "x");
        Files.createSymbolicLink(root.resolve("a/link"), kept);
        Files.createSymbolicLink(root.resolve("up"), place);

        new DirectoryTree(root).remove();

        assertFalse(Files.exists(root));
        assertEquals("x", Files.readString(kept));
        new DirectoryTree(root).remove();
    }

    /** To root, whom no mode stops, this is the test above once more. */
    @Test
    void shouldRemoveDirectoriesThatMayNotBeReadOrChanged() throws Exception {
        Path root = Files.createDirectory(place.resolve("root"));
        Path inner = Files.createDirectories(root.resolve("a/b"));
        Files.writeString(inner.resolve("c"), "x");
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-x------"));
        Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("---------"));

        new DirectoryTree(root).remove();

        assertFalse(Files.exists(root));
        assertTrue(Files.exists(place));
    }
}
