package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.plugin.LoadedHandler;
import dev.ipcommand.agent.plugin.PluginRegistry;
import dev.ipcommand.handler.HandlerSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Puts the handlers of jars among the others.
 *
 * @param as what each is put there as
 */
record PluginHandlers(HandlerRegistry registry, HandlerPool pool, UnaryOperator<LoadedHandler> as)
        implements PluginRegistry {
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
        Map<String, LoadedHandler> all = new HashMap<>();
        handlers.forEach((name, loaded) -> all.put(name, as.apply(loaded)));
        registry.setPlugins(all);
    }

    @Override
    public void renewThreads() {
        pool.renewThreads();
    }
}
