package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.OutageJson;
import dev.ipcommand.agent.control.StatusJson;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand status}: what the agent does now, why, and what it waits for; or the times without service. */
@Command(
        name = "status",
        description = "Say what the agent does now, since when and why, what it waits for and when it tries next.")
final class StatusCommand implements Callable<Integer> {
    private final CommandLineTool tool;
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    @Option(
            names = "--outages",
            description =
                    "Print the last 100 times without service instead, newest first: when, how long, why, and which "
                            + "rungs of the recovery ladder were tried. Works without a running agent too.")
    private boolean outages;

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
        ControlClient agent = Surroundings.client(config.get());
        try {
            return outages ? outages(agent, config.get()) : status(agent);
        } catch (ControlException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail("the answer is not a status: " + e.getMessage());
        }
    }

    private Integer fail(String why) {
        surroundings.err().println("ipcommand status: " + why);
        return ExitCode.FAILURE.number();
    }

    private Integer status(ControlClient agent) throws IOException {
        byte[] status = agent.statusJson();
        // The agent's own words, so that fields which only a newer agent knows are not lost.
        surroundings
                .out()
                .println(json ? new String(status, StandardCharsets.UTF_8) : StatusText.of(StatusJson.read(status)));
        return ExitCode.OK.number();
    }

    private Integer outages(ControlClient agent, AgentConfig config) throws ControlException {
        Instant now = Instant.now();
        try {
            print(agent.outages(), now, true);
            return ExitCode.OK.number();
        } catch (ControlException e) {
            if (e.kind() != ControlException.Kind.UNREACHABLE) {
                throw e;
            }
        }
        OutageFile file = new OutageFile(config.state().directory());
        try {
            List<Outage> newestFirst = new ArrayList<>(file.read());
            Collections.reverse(newestFirst);
            surroundings.err().println("the agent cannot be asked: read from " + file.path());
            print(newestFirst, now, false);
            return ExitCode.OK.number();
        } catch (IOException e) {
            return fail("the agent cannot be asked, and " + file.path() + " cannot be read: " + e);
        }
    }

    private void print(List<Outage> newestFirst, Instant now, boolean fromAgent) {
        surroundings
                .out()
                .println(
                        json
                                ? new String(OutageJson.report(newestFirst, now, fromAgent), StandardCharsets.UTF_8)
                                : OutagesText.of(newestFirst, now));
    }
}
