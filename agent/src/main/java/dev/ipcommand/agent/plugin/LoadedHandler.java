package dev.ipcommand.agent.plugin;

import dev.ipcommand.handler.CommandHandler;

/**
 * A plugin's handler as the dispatcher sees it.
 *
 * @param concurrency at least 1
 * @param repeatable whether a repeated command simply runs again
 * @param handler counts its calls, so that a version is closed only after the last one; never to be closed by the
 *     dispatcher. Answers {@code not-found} once the plugin is gone
 * @param jar the file's name, for the operator
 */
public record LoadedHandler(String name, int concurrency, boolean repeatable, CommandHandler handler, String jar) {}
