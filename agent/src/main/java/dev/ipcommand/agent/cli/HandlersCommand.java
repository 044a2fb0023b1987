package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import dev.ipcommand.agent.dispatch.Workshop;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipcommand handlers list | test | new}: what an author of handlers needs; no agent is asked. */
@Command(name = "handlers", description = "List the handlers of this device, run one here, or begin a new one.")
final class HandlersCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** The command with its subcommands. */
    static CommandLine line(Desk desk) {
        return new CommandLine(new HandlersCommand())
                .addSubcommand("list", new HandlersListCommand(desk))
                .addSubcommand("test", new HandlersTestCommand(desk))
                .addSubcommand("new", new HandlersNewCommand(desk));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "list, test or new is missing");
        }
    }

    /**
     * What the three have in common.
     *
     * @param builtIns registers the handlers that come with the agent
     */
    record Desk(CommandLineTool tool, Surroundings surroundings, BiConsumer<HandlerRegistry, AgentConfig> builtIns) {
        Optional<AgentConfig> load() {
            return surroundings.load(tool.config());
        }

        HandlerRegistry registry(AgentConfig config) {
            HandlerRegistry registry = new HandlerRegistry(config.handlerPolicies());
            builtIns.accept(registry, config);
            return registry;
        }

        Workshop workshop(AgentConfig config) throws IOException {
            return Workshop.open(config, registry(config));
        }

        void warn(String what) {
            surroundings.err().println("ipcommand handlers: " + what);
        }

        int fail(ExitCode code, String what) {
            warn(what);
            return code.number();
        }
    }
}
