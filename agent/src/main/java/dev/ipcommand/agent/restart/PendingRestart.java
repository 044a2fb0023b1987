package dev.ipcommand.agent.restart;

import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.system.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A restart that was acknowledged and whose result is still to be told; kept in a file, since it is told by the next life.
 *
 * @param life of what is restarted, before
 * @param askedMillis since the epoch
 */
record PendingRestart(RestartKind kind, CommandKey key, String life, long askedMillis) {
    private static final int FIELDS = 7;
    private static final int MAX_BYTES = 4096;

    /** Reads the file; empty if there is none or it is no such record. */
    static Optional<PendingRestart> read(Path file) throws IOException {
        return WholeFile.read(file, MAX_BYTES).flatMap(text -> parse(text.split("\n", -1)));
    }

    /** One field a line; the last line is there only if all before it are. */
    private static Optional<PendingRestart> parse(String[] lines) {
        if (lines.length != FIELDS + 1 || !lines[FIELDS - 1].equals("end")) {
            return Optional.empty();
        }
        Optional<RestartKind> kind = Arrays.stream(RestartKind.values())
                .filter(each -> each.command().equals(lines[0]))
                .findFirst();
        if (kind.isEmpty() || !lines[5].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        CommandKey key = new CommandKey(lines[1], lines[0], orNull(lines[2]), orNull(lines[3]));
        return Optional.of(new PendingRestart(kind.get(), key, lines[4], Long.parseLong(lines[5])));
    }

    private static @Nullable String orNull(String line) {
        return line.isEmpty() ? null : line;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** On the disk, whole, when this returns. */
    void write(Path file) throws IOException {
        List<String> lines = List.of(
                kind.command(),
                key.principal(),
                orEmpty(key.id()),
                orEmpty(key.jti()),
                life,
                String.valueOf(askedMillis),
                "end");
        WholeFile.replace(file, String.join("\n", lines) + "\n");
    }
}
