package dev.ipcommand.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private Child shell(Children children, String script) throws IOException {
        return children.start("child", List.of("/bin/sh", "-c", script), Map.of("GREETING", "READY"));
    }

    @Test
    void shouldGiveTheRestOfTheReadyLine() throws Exception {
        try (Children children = new Children(directory)) {
            Child child = shell(children, "echo booting; echo $GREETING http://127.0.0.1:1; sleep 60");

            assertEquals("http://127.0.0.1:1", child.awaitLine("READY", PATIENCE));
        }
    }

    @Test
    void shouldSayWhatAProcessSaidThatEndsTooEarly() throws Exception {
        try (Children children = new Children(directory)) {
            Child child = shell(children, "echo out; echo why >&2; exit 7");

            ProcessException ended = assertThrows(ProcessException.class, () -> child.awaitLine("READY", PATIENCE));

            assertTrue(ended.toString().matches("(?s).*ended with status 7.*out.*why.*"), ended.toString());
        }
    }

    @Test
    void shouldGiveUpWaiting() throws Exception {
        try (Children children = new Children(directory)) {
            Child child = shell(children, "sleep 60");

            assertThrows(ProcessException.class, () -> child.awaitLine("READY", Duration.ofMillis(50)));
        }
    }

    @Test
    void shouldEndAProcessThatIgnoresSigtermAndWhatItStarted() throws Exception {
        Children children = new Children(directory);
        Child child = shell(children, "trap '' TERM; sleep 61 & echo READY $!; wait; wait; sleep 60");
        ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(child.awaitLine("READY", PATIENCE)))
                .orElseThrow();

        assertFalse(child.stop(Duration.ofMillis(100)));

        assertFalse(child.isAlive());
        assertFalse(grandchild.isAlive());
        children.close();
    }

    @Test
    void shouldStartNothingOnceClosed() {
        Children children = new Children(directory);
        children.close();

        assertThrows(IOException.class, () -> shell(children, "exit 0"));
    }

    @Test
    void shouldRemoveADirectoryWithItsFiles() throws Exception {
        PrivateDirectory created = PrivateDirectory.create("ipcommand-test-");
        Files.createDirectories(created.path().resolve("a/b"));
        Files.writeString(created.path().resolve("a/b/c"), "x");
        Files.createSymbolicLink(created.path().resolve("link"), directory);

        created.close();
        created.close();

        assertFalse(Files.exists(created.path()));
        assertTrue(Files.exists(directory));
    }

    @Test
    void shouldGiveEachRunABlockOfItsOwn() throws Exception {
        try (PortBlock one = PortBlock.any();
                PortBlock other = PortBlock.any()) {
            assertNotEquals(one.base(), other.base());
            assertNotEquals(one.deviceAddress(), other.deviceAddress());
            assertThrows(IOException.class, () -> PortBlock.at(one.base()));
        }
    }
}
