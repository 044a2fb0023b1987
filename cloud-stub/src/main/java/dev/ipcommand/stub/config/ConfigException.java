package dev.ipcommand.stub.config;

import java.util.List;

/** A file that cannot be used, with everything that is wrong with it; never with a secret. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** One line each, in the order of the file. */
    public List<String> problems() {
        return List.of(problems);
    }
}
