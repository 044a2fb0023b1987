package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.dispatch.ListedHandler;
import dev.ipcommand.agent.dispatch.Workshop;
import dev.ipcommand.agent.doctor.Checkup;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Verdict;
import dev.ipcommand.agent.session.LadderTable;
import dev.ipcommand.agent.session.LadderTimes;
import dev.ipcommand.agent.survey.Survey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand doctor}: what is wrong, and what to do about it. */
@Command(
        name = "doctor",
        description = {
            "Say what is wrong with this gateway and what to do about it.",
            "Asks the running agent. If none runs and nobody has the AT port, asks the modem itself; it only reads. Exit "
                    + "status 0: nothing is wrong, warnings perhaps; 1: there are problems; 2: the configuration is one."
        })
final class DoctorCommand implements Callable<Integer> {
    private final HandlersCommand.Desk desk;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    @Option(
            names = "--ladder",
            description = "Print only what the agent does by itself when there is no service, and the rules for it.")
    private boolean ladder;

    DoctorCommand(HandlersCommand.Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (ladder) {
            desk.surroundings().out().println(LadderTable.text(LadderTimes.MULTI_IMSI));
            return ExitCode.OK.number();
        }
        Facts facts = new Survey(new Sources())
                .take(desk.surroundings().configFile(desk.tool().config()));
        List<Checkup.Result> results = Checkup.of(facts);
        desk.surroundings().out().println(json ? DoctorText.json(results) : text(results, facts));
        if (facts.config().isEmpty()) {
            return ExitCode.USAGE.number();
        }
        return (Checkup.worst(results) == Verdict.PROBLEM ? ExitCode.FAILURE : ExitCode.OK).number();
    }

    private static String text(List<Checkup.Result> results, Facts facts) {
        boolean oneIdentity = facts.config()
                .map(config -> config.sim().multiImsi() == AgentConfig.MultiImsi.NO)
                .orElse(false);
        String line = System.lineSeparator();
        return DoctorText.of(results) + line + line + LadderTable.text(LadderTimes.of(!oneIdentity));
    }

    /** What only the command line has. */
    private final class Sources implements Survey.Sources {
        @Override
        public ControlClient agent(AgentConfig config) {
            return Surroundings.client(config);
        }

        @Override
        public Facts.Handlers handlers(AgentConfig config) {
            try (Workshop workshop = desk.workshop(config)) {
                List<ListedHandler> own = workshop.handlers().stream()
                        .filter(handler -> handler.kind() != ListedHandler.Kind.BUILT_IN)
                        .toList();
                long callable = own.stream()
                        .filter(handler -> !handler.allow().isEmpty())
                        .count();
                return new Facts.Handlers(own.size(), (int) callable, workshop.problems());
            } catch (IOException e) {
                return new Facts.Handlers(0, 0, List.of("the handlers cannot be read: " + e));
            }
        }

        @Override
        public void say(String what) {
            desk.surroundings().err().println(what);
        }
    }
}
