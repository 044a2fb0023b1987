package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.cli.HandlersCommand.Desk;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.Workshop;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand handlers list}: every name that this device answers to, and who may call it. */
@Command(
        name = "list",
        description = {
            "List every handler of this device: what it is, who may call it, its deadline, where it lies.",
            "Reads the configuration and the directories as an agent of yours would; jars are opened for that. Files that "
                    + "are not used are named with the reason."
        })
final class HandlersListCommand implements Callable<Integer> {
    private final Desk desk;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    HandlersListCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        Optional<AgentConfig> config = desk.load();
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try (Workshop workshop = desk.workshop(config.get())) {
            String text = json
                    ? HandlersText.json(workshop.handlers(), workshop.problems())
                    : HandlersText.table(workshop.handlers(), workshop.problems());
            desk.surroundings().out().println(text);
            return ExitCode.OK.number();
        } catch (IOException e) {
            return desk.fail(ExitCode.FAILURE, "the handlers cannot be read: " + e);
        }
    }
}
