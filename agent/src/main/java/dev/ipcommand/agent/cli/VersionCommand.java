package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.control.AgentVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ipcommand version}. */
@Command(name = "version", description = "Print the version of this command and of the Java it runs on.")
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println("ipcommand " + AgentVersion.current() + " (Java " + Runtime.version() + ")");
        return ExitCode.OK.number();
    }
}
