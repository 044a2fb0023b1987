package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which processes have a device open, as far as {@code /proc} lets us see. */
final class PortHolders {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_NAMED = 4;

    private PortHolders() {}

    /** For example {@code "pid 812 (ModemManager)"}; says so if nobody can be seen. */
    static String of(Path device) {
        List<String> holders = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                boolean own = process.getFileName().toString().equals(Long.toString(self));
                if (!own && holders.size() < MAX_NAMED && holds(process, device)) {
                    holders.add("pid " + process.getFileName() + " (" + command(process) + ")");
                }
            }
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
            return "a process that cannot be seen";
        }
        return holders.isEmpty() ? "a process that cannot be seen" : String.join(", ", holders);
    }

    private static boolean holds(Path process, Path device) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).equals(device)) {
                    return true;
                }
            }
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
