package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.config.ConfigProblem;
import dev.ipcommand.agent.control.ControlClient;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a command has around it instead of the statics of {@code System}. */
record Surroundings(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    static final String CONFIG_VARIABLE = "IPCOMMAND_CONFIG";

    /** An agent answers within milliseconds; one that is this late has a problem of its own. */
    private static final Duration REQUEST_TIME = Duration.ofSeconds(5);

    /** {@code --config}, else the variable, else the default. */
    Path configFile(Optional<Path> option) {
        return option.orElseGet(() -> {
            String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
            return variable.isEmpty() ? ConfigLoader.DEFAULT_FILE : Path.of(variable);
        });
    }

    /** The configuration; its problems go to {@code err}. */
    Optional<AgentConfig> load(Optional<Path> option) {
        return load(option, ConfigLoader::load);
    }

    /** The same with the files of {@code modem.profiles}. */
    Optional<AgentConfig> loadWithModels(Optional<Path> option) {
        return load(option, ConfigLoader::loadWithModels);
    }

    /** Reads a configuration. */
    @FunctionalInterface
    private interface Reading {
        AgentConfig of(Path file) throws ConfigException;
    }

    private Optional<AgentConfig> load(Optional<Path> option, Reading reading) {
        try {
            return Optional.of(reading.of(configFile(option)));
        } catch (ConfigException e) {
            for (ConfigProblem problem : e.problems()) {
                err.println(problem);
            }
            return Optional.empty();
        }
    }

    /** For what waits for the modem: as long as that may take, and a little. */
    static ControlClient client(AgentConfig config, Duration longest) {
        return new ControlClient(config.control().socket(), REQUEST_TIME.plus(longest));
    }

    static ControlClient client(AgentConfig config) {
        return new ControlClient(config.control().socket(), REQUEST_TIME);
    }
}
