package dev.ipcommand.agent.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who holds a UDP port of this host, as far as {@code /proc} lets us see. Stateless. */
final class PortHolder {
    private PortHolder() {}

    /** A sentence that names the holder, or says that it cannot be seen. */
    static String describe(int port) {
        // A socket of IPv6 may hold the port for IPv4 too.
        String who = inode("/proc/net/udp", port)
                .or(() -> inode("/proc/net/udp6", port))
                .flatMap(PortHolder::processWith)
                .orElse("another process (run as root to see which: ss -lunp)");
        return "UDP port " + port + " is held by " + who;
    }

    private static Optional<String> inode(String table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (var lines = Files.lines(Path.of(table))) {
            return lines.map(line -> List.of(line.strip().split("\\s+")))
                    .filter(fields -> fields.size() > 9 && fields.get(1).endsWith(suffix))
                    .map(fields -> fields.get(9))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> processWith(String inode) {
        String socket = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)) {
                    return Optional.of("process " + process.getFileName() + " (" + name(process) + ")");
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that just ended.
            return false;
        }
        return false;
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
