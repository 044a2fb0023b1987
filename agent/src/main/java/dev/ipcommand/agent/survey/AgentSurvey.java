package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.AgentVersion;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.StatusJson;
import dev.ipcommand.agent.control.StatusReport;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import dev.ipcommand.agent.doctor.Telling;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the running agent, and looks at its files if there is none. */
final class AgentSurvey {
    private final AgentConfig config;
    private final ControlClient client;
    private final Processes processes;

    AgentSurvey(AgentConfig config, ControlClient client, Roots roots) {
        this.config = config;
        this.client = client;
        this.processes = new Processes(roots.proc());
    }

    /**
     * What was learnt.
     *
     * @param told of the modem; empty without an agent
     */
    record Learnt(Facts.Agent agent, Map<String, String> told, List<Outage> outages) {}

    Learnt ask() {
        OptionalLong lock = processes.lockHolder(config.state().directory().resolve("lock"));
        try {
            StatusReport status = StatusJson.read(client.statusJson());
            Map<String, String> more = more();
            return new Learnt(
                    agent(Reach.ANSWERED, "", Optional.of(status), pid(more), lock), told(status, more), outages());
        } catch (ControlException e) {
            Facts.Agent agent =
                    agent(reach(e), String.valueOf(e.getMessage()), Optional.empty(), OptionalLong.empty(), lock);
            return new Learnt(agent, Map.of(), kept());
        } catch (IOException e) {
            Facts.Agent agent =
                    agent(Reach.SILENT, "its answer is no status", Optional.empty(), OptionalLong.empty(), lock);
            return new Learnt(agent, Map.of(), kept());
        }
    }

    private static Facts.Agent agent(
            Reach reach, String message, Optional<StatusReport> status, OptionalLong pid, OptionalLong lock) {
        String version = status.map(StatusReport::version).orElse("");
        return new Facts.Agent(reach, message, version, AgentVersion.current(), status, pid, lock);
    }

    private Reach reach(ControlException e) {
        Path socket = config.control().socket();
        return switch (e.kind()) {
            case TIMEOUT -> Reach.SILENT;
            case REFUSED -> Reach.REFUSED;
            // A directory that this user may not enter hides the socket as if it were not there.
            case UNREACHABLE -> isHidden(socket) ? Reach.REFUSED : Reach.NONE;
        };
    }

    private static boolean isHidden(Path socket) {
        Path directory = socket.toAbsolutePath().getParent();
        boolean closed = directory != null && Files.isDirectory(directory) && !Files.isExecutable(directory);
        return closed || (Files.exists(socket) && !Files.isWritable(socket));
    }

    /** An agent of an older version does not know the question. */
    private Map<String, String> more() {
        try {
            return client.doctor();
        } catch (ControlException e) {
            return Map.of();
        }
    }

    private static OptionalLong pid(Map<String, String> more) {
        String pid = more.getOrDefault("pid", "");
        return pid.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
    }

    private static Map<String, String> told(StatusReport status, Map<String, String> more) {
        Map<String, String> told = new HashMap<>();
        told.put(Name.MODEL.key(), status.modem().model());
        told.put(Name.DRIVER.key(), status.modem().driver());
        told.put(Name.REGISTRATION.key(), status.modem().registration());
        told.put(Name.RSSI_DBM.key(), status.modem().rssiDbm());
        told.putAll(more);
        return told;
    }

    /** What its words come to for the checks. */
    static Facts.Modem modem(Learnt learnt) {
        return new Facts.Modem(
                learnt.told().getOrDefault(Name.MODEL.key(), "").isEmpty()
                        ? "the agent has no modem that answers yet"
                        : "",
                "",
                false,
                Telling.of(learnt.told()));
    }

    private List<Outage> outages() {
        try {
            return client.outages();
        } catch (ControlException e) {
            return List.of();
        }
    }

    private List<Outage> kept() {
        try {
            List<Outage> newestFirst =
                    new ArrayList<>(new OutageFile(config.state().directory()).read());
            Collections.reverse(newestFirst);
            return newestFirst;
        } catch (IOException e) {
            // Another user's, or damaged: the agent says so in its log.
            return List.of();
        }
    }
}
