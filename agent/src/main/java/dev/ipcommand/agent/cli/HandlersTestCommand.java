package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.cli.HandlersCommand.Desk;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.ListedHandler;
import dev.ipcommand.agent.dispatch.Trial;
import dev.ipcommand.agent.dispatch.Workshop;
import dev.ipcommand.agent.security.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcommand handlers test}: one call of one handler, here and now, under the limits of the agent. */
@Command(
        name = "test",
        description = {
            "Run a handler once, here, as the calling user, with the deadline, bounds and surroundings it has in the agent.",
            "Prints what would be answered. Nothing is sent, no journal is asked: it runs each time."
        })
final class HandlersTestCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 1300;
    private static final String UNSIGNED = "unsigned";

    private final Desk desk;

    @Parameters(index = "0", paramLabel = "NAME", description = "The handler, as in 'handlers list'.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PAYLOAD", description = "What follows the name.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with the payload; - = standard input.")
    private @Nullable Path file;

    @Option(names = "--id", paramLabel = "ID", description = "The command's id: 1 to 32 of A-Z, a-z, 0-9, _ and -.")
    private @Nullable String id;

    @Option(
            names = "--as",
            paramLabel = "KEYID|unsigned",
            defaultValue = UNSIGNED,
            description = "Who calls: the id of a key, or unsigned, which is the default.")
    private String caller = UNSIGNED;

    @Option(
            names = "--route",
            description =
                    "The payload is a whole datagram, as a [[route]] hands it over: any bytes, no name and no id.")
    private boolean route;

    HandlersTestCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        TrialCommands commands = new TrialCommands(name, Optional.ofNullable(id), principal(), route);
        byte[] payload;
        if (text != null && file != null) {
            return desk.fail(ExitCode.USAGE, "PAYLOAD and --file: only one of them");
        }
        try {
            payload = payload();
        } catch (IOException e) {
            return desk.fail(ExitCode.USAGE, "the payload cannot be read: " + e);
        }
        Optional<String> problem = commands.problem(payload);
        if (problem.isPresent()) {
            return desk.fail(ExitCode.USAGE, problem.get());
        }
        Optional<AgentConfig> config = desk.load();
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try (Workshop workshop = desk.workshop(config.get())) {
            Optional<ListedHandler> handler = workshop.handler(name);
            if (handler.isEmpty()) {
                return notFound(workshop.problems());
            }
            warnings(handler.get(), config.get(), commands, payload);
            return run(workshop, handler.get(), commands.command(payload, config.get()));
        } catch (IOException e) {
            return desk.fail(ExitCode.FAILURE, "the handlers cannot be read: " + e);
        }
    }

    private int run(Workshop workshop, ListedHandler handler, Trial.Command command) throws InterruptedException {
        Trial trial = workshop.run(command);
        desk.surroundings().out().println(HandlersText.trial(trial, handler.deadline()));
        if (!trial.ended()) {
            desk.warn("it ignores its interrupt: in the agent " + name + " would be unavailable until it returns");
        }
        return trial.status().equals("ok") ? ExitCode.OK.number() : ExitCode.FAILURE.number();
    }

    private int notFound(List<String> problems) {
        desk.warn("there is no handler " + name + " that could be run");
        problems.forEach(desk::warn);
        return ExitCode.FAILURE.number();
    }

    private String principal() {
        return caller.equals(UNSIGNED) ? Policy.UNSIGNED : caller;
    }

    /** What would keep this very command from the handler in the agent. */
    private void warnings(ListedHandler handler, AgentConfig config, TrialCommands commands, byte[] payload) {
        if (!Policy.of(handler.allow()).permits(principal())) {
            desk.warn("not in the agent, where " + caller + " may not call " + name + " and gets not-found; who may: "
                    + HandlersText.who(handler));
        }
        if (!principal().equals(Policy.UNSIGNED) && !config.keys().containsKey(caller)) {
            desk.warn("there is no [key." + caller + "] in the configuration");
        }
        commands.detour(payload, config).ifPresent(desk::warn);
    }

    private byte[] payload() throws IOException {
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (file != null) {
            if (file.equals(Path.of("-"))) {
                return desk.surroundings().in().readNBytes(MAX_BYTES + 1);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        }
        return new byte[0];
    }
}
