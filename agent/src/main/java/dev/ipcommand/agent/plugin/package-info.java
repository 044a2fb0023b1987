/**
 * Java handlers in jars: found, copied, loaded, replaced and closed while the agent runs.
 *
 * <p>{@code PluginDirectory} is the way in: it watches the folder and decides what may be loaded. {@code PluginSet} knows
 * what is being opened, what serves and what waits for its last call. The dispatcher implements {@code PluginRegistry} and
 * sees {@code LoadedHandler}, never a jar or a class loader.
 *
 * <p>Threads: {@code plugin-scan} looks every 2 s; {@code plugin-load} and {@code plugin-close} run a jar's own code for
 * making and closing its handlers, one thread each time, interrupted after 10 s. All are daemons. Threads that a plugin
 * starts are its own business.
 *
 * <p>Nothing here keeps a class of a closed plugin alive: failures are kept as text, threads that run foreign code end with
 * it, and the threads of the dispatcher are renewed ({@code PluginRegistry.renewThreads}) because only a thread's end
 * removes what foreign code left in its thread locals.
 *
 * <p>Uses {@code agent.system}, {@code agent.command} and {@code handler-api}; the dispatcher and the wiring use it.
 */
@NullMarked
package dev.ipcommand.agent.plugin;

import org.jspecify.annotations.NullMarked;
