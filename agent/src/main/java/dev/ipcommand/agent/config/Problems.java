package dev.ipcommand.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file. Used by one thread, for one load. */
final class Problems {
    /** Nobody reads more, and a megabyte of nonsense must not become ten megabytes of complaints. */
    static final int LIMIT = 100;

    private final Path file;
    private final List<ConfigProblem> found = new ArrayList<>();
    private int more;

    Problems(Path file) {
        this.file = file;
    }

    void add(int line, int column, String key, String what) {
        if (found.size() < LIMIT) {
            found.add(new ConfigProblem(file, line, column, key, what));
        } else {
            more++;
        }
    }

    void add(ConfigNode where, String key, String what) {
        add(where.line(), where.column(), key, what);
    }

    void addForFile(String what) {
        add(0, 0, "", what);
    }

    /** Ends the load here if anything was found. */
    void throwIfAny() throws ConfigException {
        if (found.isEmpty()) {
            return;
        }
        List<ConfigProblem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
        if (more > 0) {
            sorted.add(new ConfigProblem(file, 0, 0, "", "and " + more + " more problems"));
        }
        throw new ConfigException(sorted);
    }
}
