package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a modem's tty is now. A modem that comes back after a reset often has another device number, so the answer is asked
 * for before every opening.
 */
@FunctionalInterface
public interface PortLocator {
    /** The device itself, symlinks resolved; empty if there is none at the moment. */
    Optional<Path> locate();

    /** A fixed path; if it is a symlink ({@code by-id}, {@code by-path}), whatever it points to now. */
    static PortLocator fixed(Path path) {
        return () -> {
            try {
                Path device = path.toRealPath();
                return isCharacterDevice(device) ? Optional.of(device) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }

    /** A regular file under a tty's name is what an opener with "create" leaves behind; it is not a port. */
    private static boolean isCharacterDevice(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return (mode & 0170000) == 0020000;
    }
}
