package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code ipcommand} without {@code run}: everything that asks, tells and checks.
 *
 * <p>Threading: runs in the caller's thread and starts none.
 *
 * <p>Failure: never throws; what went wrong is a line on {@code err} and an {@link ExitCode}.
 */
@Command(
        name = "ipcommand",
        description = "Receives Super SIM IP Commands on this device and runs their handlers.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = false)
public final class CommandLineTool implements Runnable {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration. Without it $" + Surroundings.CONFIG_VARIABLE
                    + ", else /etc/ipcommand/ipcommand.toml.")
    private @Nullable Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say what a command does and how.")
    private boolean unusedHelp;

    @Spec
    private @Nullable CommandSpec spec;

    private CommandLineTool() {}

    /**
     * Runs one command.
     *
     * @param builtIns registers the handlers that come with the agent, for those who only look at them
     * @return an {@link ExitCode#number()}
     */
    public static int execute(
            String[] args, PrintStream out, PrintStream err, BiConsumer<HandlerRegistry, AgentConfig> builtIns) {
        return execute(args, new Surroundings(System.in, out, err, System.getenv()), builtIns);
    }

    /** The same with another standard input and other environment variables, and without built-in handlers. */
    static int execute(String[] args, Surroundings surroundings) {
        return execute(args, surroundings, (registry, config) -> {});
    }

    /** The same with another standard input and other environment variables. */
    static int execute(String[] args, Surroundings surroundings, BiConsumer<HandlerRegistry, AgentConfig> builtIns) {
        CommandLineTool tool = new CommandLineTool();
        CommandLine line = new CommandLine(tool)
                .addSubcommand("run", new RunCommand(surroundings))
                .addSubcommand("status", new StatusCommand(tool, surroundings))
                .addSubcommand("doctor", new DoctorCommand(new HandlersCommand.Desk(tool, surroundings, builtIns)))
                .addSubcommand("send", new SendCommand(tool, surroundings))
                .addSubcommand("at", new TypeCommand(tool, surroundings))
                .addSubcommand(
                        "modem",
                        new CommandLine(new ModemCommand(tool, surroundings))
                                .addSubcommand("record", new RecordCommand(tool, surroundings)))
                .addSubcommand("sign", new SignCommand(surroundings))
                .addSubcommand(
                        "key", new CommandLine(new KeyCommand()).addSubcommand("new", new KeyCommand.New(surroundings)))
                .addSubcommand(
                        "config",
                        new CommandLine(new ConfigCommand())
                                .addSubcommand("check", new ConfigCommand.Check(tool, surroundings))
                                .addSubcommand("reference", new ConfigCommand.Reference(surroundings)))
                .addSubcommand("handlers", HandlersCommand.line(new HandlersCommand.Desk(tool, surroundings, builtIns)))
                .addSubcommand("version", new VersionCommand(surroundings));
        PrintWriter out = new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
        line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    err.println("ipcommand: " + e.getClass().getSimpleName() + ": " + e.getMessage());
                    return ExitCode.FAILURE.number();
                });
        explainExitCodes(line);
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static void explainExitCodes(CommandLine line) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            meanings.put(String.valueOf(code.number()), code.meaning());
        }
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(meanings);
    }

    /** {@code --config}, wherever it stood. */
    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** No command: nothing is guessed. */
    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
        }
    }
}
