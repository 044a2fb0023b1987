package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.ModemJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand modem}: everything about the modem, with its identities. */
@Command(
        name = "modem",
        description = {
            "Say who the modem is, its SIM, registration, signal and address, and how the AT channel fares.",
            "Asks the modem if it answers soon, else says how old the values are. For root and the agent's own user."
        })
final class ModemCommand implements Callable<Integer> {
    /** A look takes four seconds, and at most four of them wait for each other. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CommandLineTool tool;
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    ModemCommand(CommandLineTool tool, Surroundings surroundings) {
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
            byte[] report = Surroundings.client(config.get(), LONGEST).modemJson();
            surroundings
                    .out()
                    .println(
                            json
                                    ? new String(report, StandardCharsets.UTF_8)
                                    : ModemText.of(ModemJson.readReport(report)));
            return ExitCode.OK.number();
        } catch (ControlException e) {
            surroundings.err().println("ipcommand modem: " + e.getMessage());
        } catch (IOException e) {
            surroundings.err().println("ipcommand modem: the answer makes no sense: " + e.getMessage());
        }
        return ExitCode.FAILURE.number();
    }
}
