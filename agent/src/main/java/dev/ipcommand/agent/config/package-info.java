/**
 * Settings as typed definitions, the loader of {@code ipcommand.toml} and its problems with file, line and column.
 *
 * <p>The only user of tomlj, and of nothing else of the agent. Everything may read {@code AgentConfig}.
 */
@NullMarked
package dev.ipcommand.agent.config;

import org.jspecify.annotations.NullMarked;
