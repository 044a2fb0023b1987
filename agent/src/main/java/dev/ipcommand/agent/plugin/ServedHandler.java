package dev.ipcommand.agent.plugin;

import dev.ipcommand.handler.CommandHandler;

/**
 * One handler of one version of a jar.
 *
 * @param handler foreign code
 */
record ServedHandler(String name, int concurrency, boolean repeatable, CommandHandler handler, Plugin plugin) {}
