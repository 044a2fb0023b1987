package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which other processes have a device open, as far as {@code /proc} lets us see: root sees all, anybody else his own.
 *
 * <p>A process that plays the modem on a pseudo-terminal has both ends open. It is the other end, not a holder.
 */
final class PortHolders {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern PSEUDO_TERMINAL = Pattern.compile("/dev/pts/([0-9]{1,9})");
    private static final int MAX_NAMED = 4;

    private PortHolders() {}

    /** For example {@code "pid 812 (ModemManager)"}; says so if nobody can be seen. */
    static String of(Path device) {
        return seen(device).orElse("a process that cannot be seen");
    }

    /** The same; empty if nobody can be seen. */
    static Optional<String> seen(Path device) {
        return seen(PROC, device);
    }

    /** The same on another tree than this host's. */
    static Optional<String> seen(Path proc, Path device) {
        List<String> holders = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                boolean own = process.getFileName().toString().equals(Long.toString(self));
                if (!own && holders.size() < MAX_NAMED && holds(process, device)) {
                    holders.add("pid " + process.getFileName() + " (" + command(process) + ")");
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        return holders.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", holders));
    }

    private static boolean holds(Path process, Path device) {
        var terminal = PSEUDO_TERMINAL.matcher(device.toString());
        String index = terminal.matches() ? terminal.group(1) : "";
        boolean found = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                Path target = target(file);
                if (!index.isEmpty() && target.endsWith("ptmx") && isMasterOf(process, file, index)) {
                    return false;
                }
                found |= target.equals(device);
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            // The process ended, or is not ours to look at.
            return found;
        }
        return found;
    }

    /** Empty for a file that was closed meanwhile: the process has others. */
    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return Path.of("");
        }
    }

    /** proc(5), fdinfo: {@code tty-index} of a master is the number of its slave. */
    private static boolean isMasterOf(Path process, Path file, String index) throws IOException {
        Path info = process.resolve("fdinfo").resolve(file.getFileName());
        return Files.readAllLines(info, StandardCharsets.ISO_8859_1).contains("tty-index:\t" + index);
    }

    /** What the kernel calls a process, at most 15 bytes; {@code ?} if it cannot be read. */
    static String command(Path process) {
        try {
            String name = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
            return name.replaceAll("[^ -~]", "?");
        } catch (IOException e) {
            return "?";
        }
    }
}
