package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.ConfigProblem;
import dev.ipcommand.agent.config.Sidecar;
import dev.ipcommand.agent.system.FileTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a handler of a file and the sidecar beside it, or says why there is none.
 *
 * <p><b>Threading.</b> One thread.
 */
final class ScriptReader {
    private final ScriptFile check;
    private final Sidecars sidecars;
    private final ScriptHost host;

    /** @param keys the ids of the configuration's keys */
    ScriptReader(FileTrust trust, Set<String> keys, ScriptHost host) {
        this.check = new ScriptFile(trust);
        this.sidecars = new Sidecars(trust, keys);
        this.host = host;
    }

    /** Why no script of a directory may be run. */
    Optional<String> directoryProblem(Path directory) {
        return check.directoryProblem(directory);
    }

    /** Why a file is no script, whatever its sidecar says. */
    Optional<String> problem(Path file) {
        return check.problem(file);
    }

    /**
     * The handler, if the sidecar lets it be one.
     *
     * @param configured the policy of its {@code [handler.NAME]}
     * @param lines gets what there is to say, for the log
     */
    Optional<Script> read(Path file, HandlerPolicy configured, Consumer<String> lines) {
        Sidecars.Found found = sidecars.of(file);
        if (!found.problems().isEmpty()) {
            found.problems().forEach(problem -> lines.accept("not callable: " + file + ": " + problem));
            return Optional.empty();
        }
        String name = String.valueOf(file.getFileName());
        for (ConfigProblem wider :
                found.sidecar().map(sidecar -> sidecar.wider(configured, name)).orElse(List.of())) {
            lines.accept("may only narrow: " + wider);
        }
        HandlerPolicy policy =
                found.sidecar().map(sidecar -> sidecar.narrow(configured)).orElse(configured);
        long memory = policy.memoryBytes();
        if (memory > 0 && !host.canLimitMemory()) {
            lines.accept("not callable: " + file + ": memory needs prlimit; type: apt install util-linux");
            return Optional.empty();
        }
        String description = found.sidecar().map(Sidecar::description).orElse("");
        return Optional.of(new Script(new ScriptRunner(file, check, host, memory), policy, description));
    }

    /** All files were read: what was not among them is forgotten. */
    void done() {
        sidecars.forgetOthers();
    }
}
