package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;

/**
 * A script that may be called.
 *
 * @param policy what holds for it: {@code [handler.NAME]}, narrowed by its sidecar
 * @param description what its sidecar says it does; may be empty
 */
record Script(Runner runner, HandlerPolicy policy, String description) {}
