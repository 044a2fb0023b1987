package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.Route;
import java.nio.file.Path;
import java.util.List;

/**
 * What the dispatcher needs of the configuration.
 *
 * @param answerRefusals whether a refused token is answered
 * @param scripts the directory of the script handlers; need not exist
 * @param workDirectory where each running script gets an empty directory of its own; must exist, be this agent's alone
 *     (what an earlier run has left there is removed) and be writable by its user only
 */
public record DispatcherSettings(
        List<Route> routes, Limits limits, boolean answerRefusals, Path scripts, Path workDirectory) {
    public DispatcherSettings {
        routes = List.copyOf(routes);
    }

    /** Takes them from a configuration. */
    public static DispatcherSettings of(AgentConfig config, Path workDirectory) {
        return new DispatcherSettings(
                config.routes(),
                config.limits(),
                config.signed().answerRefusals(),
                config.handlers().directory(),
                workDirectory);
    }
}
