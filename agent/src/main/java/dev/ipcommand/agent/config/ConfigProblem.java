package dev.ipcommand.agent.config;

import java.nio.file.Path;

/**
 * One thing that is wrong with a configuration, and where. Immutable.
 *
 * @param line from 1; 0 = the file as a whole
 * @param column from 1, in characters; 0 = the file as a whole
 * @param key the dotted key as one would write it in TOML; empty where no key is concerned
 * @param what what is wrong and what is allowed, on one line
 */
public record ConfigProblem(Path file, int line, int column, String key, String what) {
    /** {@code file:line:column: key: what}, the form that editors and CI systems link to the place. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file.toString();
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + what;
    }
}
