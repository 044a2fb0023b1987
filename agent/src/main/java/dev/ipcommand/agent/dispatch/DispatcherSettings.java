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
 * @param answerRefusals whether a refused token is answered
 * @param configuration the file whose owner is trusted with handlers, beside root and the agent's user
 * @param keys the ids that a script's sidecar may name
 */
public record DispatcherSettings(
        List<Route> routes,
        Limits limits,
        boolean answerRefusals,
        Places places,
        Optional<Path> configuration,
        Set<String> keys) {
    public DispatcherSettings {
        routes = List.copyOf(routes);
        keys = Set.copyOf(keys);
    }

    /**
     * Where handlers are.
     *
     * @param scripts the directory of the script handlers; need not exist
     * @param plugins the directory of the jars; need not exist
     * @param work where each running script gets an empty directory of its own; must exist, be this agent's alone (what an
     *     earlier run has left there is removed) and be writable by its user only
     * @param state where jars are copied to before they are loaded
     */
    public record Places(Path scripts, Path plugins, Path work, Path state) {}

    /** Takes them from a configuration. */
    public static DispatcherSettings of(AgentConfig config, Path workDirectory) {
        Places places = new Places(
                config.handlers().directory(),
                config.handlers().plugins(),
                workDirectory,
                config.state().directory());
        return new DispatcherSettings(
                config.routes(),
                config.limits(),
                config.signed().answerRefusals(),
                places,
                Optional.of(config.source()),
                config.keys().keySet());
    }
}
