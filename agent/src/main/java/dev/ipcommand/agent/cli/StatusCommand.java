package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.StatusJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand status}: what the agent does now, why, and what it waits for. */
@Command(
        name = "status",
        description = "Say what the agent does now, since when and why, what it waits for and when it tries next.")
final class StatusCommand implements Callable<Integer> {
    private final CommandLineTool tool;
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    StatusCommand(CommandLineTool tool, Surroundings surroundings) {
        this.tool = tool;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<AgentConfig> config = surroundings.load(tool.config());
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try {
            byte[] status = Surroundings.client(config.get()).statusJson();
            // The agent's own words, so that fields which only a newer agent knows are not lost.
            surroundings
                    .out()
                    .println(
                            json ? new String(status, StandardCharsets.UTF_8) : StatusText.of(StatusJson.read(status)));
            return ExitCode.OK.number();
        } catch (ControlException e) {
            surroundings.err().println("ipcommand status: " + e.getMessage());
        } catch (IOException e) {
            surroundings.err().println("ipcommand status: the answer is not a status: " + e.getMessage());
        }
        return ExitCode.FAILURE.number();
    }
}
