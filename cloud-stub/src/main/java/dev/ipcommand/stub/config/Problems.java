package dev.ipcommand.stub.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, at most 100 problems. Used by one thread. */
final class Problems {
    private static final int LIMIT = 100;

    private record Problem(int line, String text) {}

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    /** What is wrong with a line; line 0 is the file as a whole. */
    void add(int line, String what) {
        if (found.size() < LIMIT) {
            found.add(new Problem(line, file + (line == 0 ? "" : ":" + line) + ": " + what));
        }
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            List<String> lines = new ArrayList<>(found.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::text)
                    .toList());
            lines.add("Correct " + (found.size() == 1 ? "it" : "them")
                    + " and start again; config/cloud-stub.toml shows every table and key.");
            throw new ConfigException(lines);
        }
    }
}
