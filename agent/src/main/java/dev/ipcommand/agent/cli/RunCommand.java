package dev.ipcommand.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Here for its help alone: the launcher takes {@code run} before this package, and picocli with it, is loaded. */
@Command(
        name = "run",
        description = "Run the agent in the foreground until SIGTERM or SIGINT. 'run' must be the first word.")
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.err().println("'run' must be the first word: ipcommand run --config FILE");
        return ExitCode.USAGE.number();
    }
}
