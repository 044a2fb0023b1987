package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.plugin.LoadedHandler;
import dev.ipcommand.agent.plugin.PluginRegistry;
import dev.ipcommand.handler.HandlerSettings;
import java.util.Map;

/** Puts the handlers of jars among the others. */
record PluginHandlers(HandlerRegistry registry, HandlerPool pool) implements PluginRegistry {
    @Override
    public boolean isBuiltIn(String name) {
        return registry.isFixed(name);
    }

    @Override
    public HandlerSettings settingsFor(String name) {
        return new HandlerSettings(registry.policyOf(name).settings());
    }

    @Override
    public void replacePlugins(Map<String, LoadedHandler> handlers) {
        registry.setPlugins(handlers);
    }

    @Override
    public void renewThreads() {
        pool.renewThreads();
    }
}
