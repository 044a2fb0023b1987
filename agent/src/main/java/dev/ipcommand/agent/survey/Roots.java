package dev.ipcommand.agent.survey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the machine shows itself; a test has its own.
 *
 * @param programs where programs of the administrator are
 */
public record Roots(Path proc, Path sys, Path dev, Path etc, List<Path> programs) {
    private static final int MAX_BYTES = 64 * 1024;

    /** This machine's. */
    public static final Roots MACHINE = new Roots(
            Path.of("/proc"),
            Path.of("/sys"),
            Path.of("/dev"),
            Path.of("/etc"),
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin")));

    public Roots {
        programs = List.copyOf(programs);
    }

    /** A small file's text; empty if it cannot be read. */
    static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
