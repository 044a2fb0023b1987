package dev.ipcommand.bench.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: names its commands. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        version = "IP Command bench 0.1.0",
        description = "Puts the parts together: demo, runs on a real Super SIM, campaigns, public clients, benchmarks.",
        subcommands = {
            LiveCli.class,
            DemoCli.class,
            CampaignCli.class,
            ClientsCli.class,
            FaultsCli.class,
            RttCli.class,
            StubCli.class,
            FuzzCli.class,
            MatrixCli.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private BenchCommand() {}

    /** Runs what the arguments say; 2 = the arguments are wrong. */
    public static int execute(String... arguments) {
        return new CommandLine(new BenchCommand())
                .registerConverter(Duration.class, Durations::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(BenchCommand::refuse)
                .execute(arguments);
    }

    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        command.getErr().println(name + ": " + wrong.getMessage());
        command.getErr().println("Try '" + name + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: live, demo, campaign, clients, faults, rtt, stub, fuzz");
    }
}
