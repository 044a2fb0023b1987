package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.config.ConfigProblem;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import dev.ipcommand.agent.security.KeyFiles;
import dev.ipcommand.agent.security.Timedatectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks at everything once.
 *
 * <p><b>Threading.</b> The caller's; may take half a minute if a modem without an agent does not answer.
 *
 * <p><b>Failures.</b> None: what cannot be looked at is empty in the facts.
 */
public final class Survey {
    /** What it needs from elsewhere. */
    public interface Sources {
        /** Asks the agent of a configuration. */
        ControlClient agent(AgentConfig config);

        /** What handlers there are; may open jars. */
        Facts.Handlers handlers(AgentConfig config);

        /** Says what takes a while before it is done. */
        void say(String what);
    }

    private final Sources sources;
    private final Roots roots;
    private final Network network;
    private final Supplier<Optional<Boolean>> synchronised;
    private final Clock clock;

    /** Of this machine. */
    public Survey(Sources sources) {
        this(sources, Roots.MACHINE, Network.MACHINE, Survey::isSynchronised, Clock.systemUTC());
    }

    Survey(Sources sources, Roots roots, Network network, Supplier<Optional<Boolean>> synchronised, Clock clock) {
        this.sources = sources;
        this.roots = roots;
        this.network = network;
        this.synchronised = synchronised;
        this.clock = clock;
    }

    private static Optional<Boolean> isSynchronised() {
        return Timedatectl.canBeAsked()
                ? Optional.of(Timedatectl.ofThisMachine().getAsBoolean())
                : Optional.empty();
    }

    /** Looks. */
    public Facts take(Path file) throws InterruptedException {
        Instant now = clock.instant();
        AgentConfig config;
        try {
            config = ConfigLoader.load(file);
        } catch (ConfigException e) {
            return Facts.of(now, new Facts.ConfigFile(file, problems(e), modeOf(file), List.of()));
        }
        int user = agentsUser(config);
        boolean root = self() == 0;
        List<String> ofModels = List.of();
        try {
            config = ConfigLoader.loadWithModels(file);
        } catch (ConfigException e) {
            // With that the agent does not start; but another user may only not be allowed to read them.
            ofModels = root || self() == user ? problems(e) : List.of();
        }
        AgentSurvey.Learnt learnt = new AgentSurvey(config, sources.agent(config), roots).ask();
        Set<Long> known = known(learnt.agent());
        Facts.Port port = new PortSurvey(roots).look(config.modem(), user, known);
        String address = learnt.agent()
                .status()
                .map(status -> status.session().address())
                .orElse("");
        return new Facts(
                now,
                new Facts.ConfigFile(
                        file,
                        ofModels,
                        modeOf(file),
                        KeyFiles.load(config.keys(), Set.of(user)).problems()),
                Optional.of(config),
                learnt.agent(),
                new HostSurvey(roots, synchronised).look(config, user, root),
                port,
                modem(config, learnt, port),
                new DataSurvey(roots, network).look(config, address, known, root),
                sources.handlers(config),
                learnt.outages());
    }

    private static List<String> problems(ConfigException e) {
        return e.problems().stream().map(ConfigProblem::toString).toList();
    }

    /** The port is opened only if neither an agent nor anybody else can have it. */
    private Facts.Modem modem(AgentConfig config, AgentSurvey.Learnt learnt, Facts.Port port)
            throws InterruptedException {
        if (learnt.agent().reach() == Reach.ANSWERED) {
            return AgentSurvey.modem(learnt);
        }
        if (config.modem().isNone()) {
            return Facts.Modem.unknown("modem.port is \"none\"");
        }
        if (learnt.agent().reach() != Reach.NONE || learnt.agent().lockPid().isPresent()) {
            return Facts.Modem.unknown("an agent may have the port, and did not answer");
        }
        if (port.device().isEmpty()
                || !port.denied().isEmpty()
                || !port.holders().isEmpty()
                || isConsole(port)) {
            return Facts.Modem.unknown("the port cannot be opened; see the checks of the port");
        }
        Path device = port.device().get();
        sources.say("no agent runs: asking the modem at " + device + " itself (reads only)");
        return ModemProbe.of(device, config.modem().baud()).ask(config.modem(), device);
    }

    private static boolean isConsole(Facts.Port port) {
        return port.device()
                .map(path -> port.consoles().contains(String.valueOf(path.getFileName())))
                .orElse(false);
    }

    /** The agent, and this very process. */
    private static Set<Long> known(Facts.Agent agent) {
        Set<Long> known = new HashSet<>(Set.of(ProcessHandle.current().pid()));
        agent.pid().ifPresent(known::add);
        if (agent.pid().isEmpty() && agent.reach() != Reach.NONE) {
            agent.lockPid().ifPresent(known::add);
        }
        return known;
    }

    /** Often it is root who looks: whose the agent is, its state directory tells. */
    private static int agentsUser(AgentConfig config) {
        try {
            return Users.ownerOf(config.state().directory());
        } catch (IOException e) {
            return self();
        }
    }

    private static int self() {
        try {
            return Users.ownerOf(Path.of("/proc/self"));
        } catch (IOException e) {
            return -1;
        }
    }

    private static String modeOf(Path file) {
        try {
            return Integer.toOctalString((Integer) Files.getAttribute(file, "unix:mode") & 0777);
        } catch (IOException e) {
            return "";
        }
    }
}
