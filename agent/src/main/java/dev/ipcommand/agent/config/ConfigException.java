package dev.ipcommand.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used: all its problems at once, in the order of the file. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one; at most {@value Problems#LIMIT} and a line that says how many more there are. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
