package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigReference;
import dev.ipcommand.agent.link.ProbeCost;
import dev.ipcommand.agent.security.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipcommand config check | reference}. */
@Command(name = "config", description = "Check the configuration, or print every setting there is.")
final class ConfigCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "check or reference is missing");
        }
    }

    /** Prints every problem as {@code file:line:column: key: what}, or {@code ok}. */
    @Command(name = "check", description = "Print every problem of the configuration with its place, or ok.")
    static final class Check implements Callable<Integer> {
        private final CommandLineTool tool;
        private final Surroundings surroundings;

        Check(CommandLineTool tool, Surroundings surroundings) {
            this.tool = tool;
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            Optional<AgentConfig> config = surroundings.loadWithModels(tool.config());
            if (config.isEmpty()) {
                return ExitCode.USAGE.number();
            }
            List<String> problems =
                    KeyFiles.load(config.get().keys(), agentsUser(config.get())).problems();
            if (!problems.isEmpty()) {
                problems.forEach(surroundings.err()::println);
                return ExitCode.USAGE.number();
            }
            config.get().session().probe().ifPresent(probe -> surroundings
                    .out()
                    .println("session.probe: " + ProbeCost.of(probe).text()));
            surroundings.out().println("ok");
            return ExitCode.OK.number();
        }

        /** Often it is root who checks: whose the agent is, its state directory tells. */
        private static Set<Integer> agentsUser(AgentConfig config) {
            try {
                return Set.of((Integer) Files.getAttribute(config.state().directory(), "unix:uid"));
            } catch (IOException e) {
                return Set.of();
            }
        }
    }

    /** Prints the file that documents every setting. */
    @Command(name = "reference", description = "Print a configuration with every setting, its meaning and its default.")
    static final class Reference implements Callable<Integer> {
        private final Surroundings surroundings;

        Reference(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            surroundings.out().print(ConfigReference.text());
            surroundings.out().flush();
            return ExitCode.OK.number();
        }
    }
}
