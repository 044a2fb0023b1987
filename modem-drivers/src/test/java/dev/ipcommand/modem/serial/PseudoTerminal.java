package dev.ipcommand.modem.serial;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A real PTY: the test is its master, the port under test opens its slave. */
final class PseudoTerminal implements AutoCloseable {
    /** The few calls it takes. */
    interface C extends Library {
        C LIB = Native.load("c", C.class);

        int posix_openpt(int flags);

        int grantpt(int fd);

        int unlockpt(int fd);

        String ptsname(int fd);

        int read(int fd, byte[] buffer, int count);

        int write(int fd, byte[] buffer, int count);

        int open(String path, int flags);

        int close(int fd);
    }

    private static final int RDWR_NOCTTY = 2 | 0400;

    private int master;
    private final Path slave;

    PseudoTerminal() {
        master = C.LIB.posix_openpt(RDWR_NOCTTY);
        if (master < 0 || C.LIB.grantpt(master) != 0 || C.LIB.unlockpt(master) != 0) {
            throw new IllegalStateException("no pseudo-terminal");
        }
        slave = Path.of(C.LIB.ptsname(master));
    }

    Path slave() {
        return slave;
    }

    void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (C.LIB.write(master, bytes, bytes.length) != bytes.length) {
            throw new IllegalStateException("write");
        }
    }

    /** Blocks until something comes; empty if the line is closed. */
    String hear() {
        byte[] buffer = new byte[4096];
        int count = C.LIB.read(master, buffer, buffer.length);
        return count <= 0 ? "" : new String(Arrays.copyOf(buffer, count), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        if (master >= 0) {
            C.LIB.close(master);
            master = -1;
        }
    }
}
