package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.ModemDesk;
import dev.ipcommand.agent.control.ModemJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcommand at}: one AT command through the running agent. */
@Command(
        name = "at",
        description = {
            "Pass one AT command to the modem of the running agent and print its answer: ipcommand at 'AT+CSQ'.",
            "It waits for its turn behind what the agent does. For root and the agent's own user."
        })
final class TypeCommand implements Callable<Integer> {
    private final CommandLineTool tool;
    private final Surroundings surroundings;

    @Parameters(paramLabel = "LINE", description = "One command line: printable ASCII, from AT on, 256 characters.")
    private String line = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Patience.class,
            description = "How long to wait for its turn, and then for its answer, up to 180s. Default: 10s.")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--force",
            description =
                    "Also what asks for data, leaves command mode or changes what the session rests on; never a PIN.")
    private boolean force;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    TypeCommand(CommandLineTool tool, Surroundings surroundings) {
        this.tool = tool;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (timeout.compareTo(ModemDesk.LONGEST) > 0) {
            surroundings.err().println("ipcommand at: --timeout: allowed are up to 180s");
            return ExitCode.USAGE.number();
        }
        Optional<AgentConfig> config = surroundings.load(tool.config());
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try {
            Duration longest = timeout.multipliedBy(2);
            return print(Surroundings.client(config.get(), longest).at(line, force, timeout));
        } catch (ControlException e) {
            surroundings.err().println("ipcommand at: " + e.getMessage());
            return ExitCode.FAILURE.number();
        }
    }

    private int print(ModemDesk.AtAnswer answer) {
        if (json) {
            surroundings.out().println(new String(ModemJson.write(answer), StandardCharsets.UTF_8));
        } else {
            answer.lines().forEach(surroundings.out()::println);
            if (!answer.finalResult().isEmpty()) {
                surroundings.out().println(answer.finalResult());
            }
        }
        if (!answer.message().isEmpty()) {
            surroundings.err().println("ipcommand at: " + answer.message());
        }
        ExitCode code =
                switch (answer.result()) {
                    case OK -> ExitCode.OK;
                    case ERROR -> ExitCode.MODEM_ERROR;
                    case TIMEOUT -> ExitCode.MODEM_SILENT;
                    case REFUSED -> ExitCode.AT_REFUSED;
                    case BUSY -> ExitCode.MODEM_BUSY;
                    case NO_MODEM -> ExitCode.NO_MODEM;
                };
        return code.number();
    }
}
