package dev.ipcommand.agent.plugin;

import dev.ipcommand.handler.HandlerSettings;
import java.util.Map;

/**
 * Where plugins' handlers are called from. The dispatcher implements it.
 *
 * <p><b>Threading.</b> {@link #isBuiltIn} and {@link #settingsFor} on any thread, also while a plugin is being made; the
 * others on one thread at a time.
 */
public interface PluginRegistry {
    /** Whether a name belongs to a handler that no plugin may replace. Plugins' own names do not count. */
    boolean isBuiltIn(String name);

    /** A handler's settings from the configuration; empty if there are none. */
    HandlerSettings settingsFor(String name);

    /**
     * These are now all handlers of plugins; those that are no longer among them are not called again by new commands.
     *
     * <p>A name that stays keeps its {@link LoadedHandler#handler()} object when its jar is replaced: its lane and what
     * waits there can stay, and go to the new version. Not called if nothing but the version has changed.
     *
     * @param handlers by name; immutable
     */
    void replacePlugins(Map<String, LoadedHandler> handlers);

    /**
     * A plugin was closed: threads that ran handlers before now should end as soon as they are idle. What the plugin left
     * in their thread locals would keep its classes in memory for as long as they live.
     */
    void renewThreads();
}
