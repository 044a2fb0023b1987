package dev.ipcommand.modem.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHoldersTest {
    /** A busy process closes files while they are looked at; what it keeps open counts all the same. */
    @Test
    void shouldFindAHolderWhoseOtherFilesCannotBeRead(@TempDir Path proc) throws IOException {
        Path descriptors = Files.createDirectories(proc.resolve("1000000007/fd"));
        Files.writeString(proc.resolve("1000000007/comm"), "ModemManager\n");
        Files.createSymbolicLink(descriptors.resolve("0"), Path.of("/dev/ttyUSB2"));
        for (int gone = 1; gone <= 32; gone++) {
            Files.createFile(descriptors.resolve(Integer.toString(gone)));
        }

        assertEquals(Optional.of("pid 1000000007 (ModemManager)"), PortHolders.seen(proc, Path.of("/dev/ttyUSB2")));
    }
}
