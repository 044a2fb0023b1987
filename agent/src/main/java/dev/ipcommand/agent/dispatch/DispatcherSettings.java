package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the dispatcher needs of the configuration.
 *
 * @param scripts the directory of the script handlers; need not exist
 * @param workDirectory where each running script gets an empty directory of its own; must exist, be this agent's alone
 *     (what an earlier run has left there is removed) and be writable by its user only
 * @param configuration the file whose owner is trusted with scripts, beside root and the agent's user
 * @param keys the ids that a script's sidecar may name
 */
public record DispatcherSettings(
        List<Route> routes,
        Limits limits,
        Path scripts,
        Path workDirectory,
        Optional<Path> configuration,
        Set<String> keys) {
    public DispatcherSettings {
        routes = List.copyOf(routes);
        keys = Set.copyOf(keys);
    }

    /** Without a configuration file and without keys. */
    public DispatcherSettings(List<Route> routes, Limits limits, Path scripts, Path workDirectory) {
        this(routes, limits, scripts, workDirectory, Optional.empty(), Set.of());
    }

    /** Takes them from a configuration. */
    public static DispatcherSettings of(AgentConfig config, Path workDirectory) {
        return new DispatcherSettings(
                config.routes(),
                config.limits(),
                config.handlers().directory(),
                workDirectory,
                Optional.of(config.source()),
                config.keys().keySet());
    }
}
