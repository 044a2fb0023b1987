package dev.ipcommand.handler;

import java.util.Map;
import java.util.Optional;

/** The handler's own settings from the configuration: {@code [handler.NAME.settings]}. Immutable. */
public record HandlerSettings(Map<String, String> values) {
    public HandlerSettings {
        values = Map.copyOf(values);
    }

    /** A setting's text, if it is there. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }
}
