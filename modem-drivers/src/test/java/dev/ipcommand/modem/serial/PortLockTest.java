package dev.ipcommand.modem.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lock files beside programs that respect them, with real processes. */
class PortLockTest {
    private static final Path DEVICE = Path.of("/dev/ttyUSB2");

    private final Path directory;
    private final Path file;

    PortLockTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("LCK..ttyUSB2");
    }

    @AfterEach
    void shouldLeaveNoDraftBehind() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.filter(path -> !path.equals(file)).toList());
        }
    }

    private String busy() {
        ModemException busy = assertThrows(ModemException.class, () -> PortLock.take(directory, DEVICE));
        assertEquals(ModemException.Kind.PORT_BUSY, busy.kind());
        return String.valueOf(busy.getMessage());
    }

    /** The id of a process that has ended. */
    private static long deadPid() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void shouldSayWhoItIsInTheFormThatOthersRead() throws Exception {
        try (PortLock lock = PortLock.take(directory, DEVICE)) {
            assertEquals(String.format("%10d\n", ProcessHandle.current().pid()), Files.readString(file));
            assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertTrue(busy().contains("pid " + ProcessHandle.current().pid()));
            lock.close();
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldNameTheProcessThatHasTheLock() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file, String.format("%10d minicom root\n", other.pid()));

            assertEquals(
                    "/dev/ttyUSB2: locked by pid " + other.pid() + " (sleep) in " + file + "; if that is not so: rm "
                            + file,
                    busy());
            assertTrue(Files.exists(file));
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldRemoveTheLockOfAProcessThatIsGone() throws Exception {
        Files.writeString(file, String.format("%10d\n", deadPid()));

        try (PortLock lock = PortLock.take(directory, DEVICE)) {
            assertEquals(String.format("%10d\n", ProcessHandle.current().pid()), Files.readString(file));
            lock.close();
        }
    }

    @Test
    void shouldReadTheBytesOfAnOlderProgram() throws Exception {
        byte[] pid = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt((int) ProcessHandle.current().parent().orElseThrow().pid())
                .array();
        Files.write(file, pid);

        assertTrue(busy().contains(
                        "pid " + ProcessHandle.current().parent().orElseThrow().pid()));
    }

    @Test
    void shouldTakeOverWhatAnEarlierLifeWithTheSameIdLeft() throws Exception {
        Files.writeString(file, String.format("%10d\n", ProcessHandle.current().pid()));

        PortLock.take(directory, DEVICE).close();

        assertFalse(Files.exists(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "12345678901234567890", "-1"})
    void shouldNotGuessWhoseAnUnreadableLockIs(String content) throws IOException {
        Files.writeString(file, content);

        assertTrue(busy().endsWith("names no process; if nobody uses the port: rm " + file), busy());
        assertEquals(content, Files.readString(file));
    }

    @Test
    void shouldNotReadThroughALink(@TempDir Path elsewhere) throws Exception {
        Path target = Files.writeString(elsewhere.resolve("target"), String.format("%10d\n", deadPid()));
        Files.createSymbolicLink(file, target);

        PortLock.take(directory, DEVICE).close();

        assertTrue(Files.isSymbolicLink(file), "not ours to remove");
        assertTrue(Files.exists(target));
    }

    @Test
    void shouldLeaveALockAloneThatIsNoLongerOurs() throws Exception {
        PortLock lock = PortLock.take(directory, DEVICE);
        Files.writeString(file, String.format("%10d\n", 1));

        lock.close();
        lock.close();

        assertEquals(String.format("%10d\n", 1), Files.readString(file));
    }

    @Test
    void shouldDoWithoutWhereThereIsNoFolderOrThePortIsAPseudoTerminal() throws Exception {
        PortLock.take(directory.resolve("gone"), DEVICE).close();
        try (PortLock lock = PortLock.take(directory, Path.of("/dev/pts/2"))) {
            assertFalse(Files.exists(directory.resolve("LCK..2")));
            lock.close();
        }
    }
}
