package dev.ipcommand.agent.config;

import java.util.Optional;

/**
 * One key of the configuration: all there is to know about it, for the loader and for the reference file alike.
 *
 * @param key without its table
 * @param type what it may be; a unit is part of what {@code allowed()} says
 * @param fallback the default in its TOML form; empty = the key must be there
 * @param doc what it does
 * @param change when to change it; empty = it has no default to change, or {@code doc} says all
 */
record Setting<T>(String key, ValueType<T> type, Optional<Object> fallback, String doc, String change) {

    /** The default as the agent works with it. */
    Optional<T> fallbackValue() {
        return fallback.map(raw -> {
            try {
                return type.read(raw);
            } catch (ValueType.Refusal e) {
                throw new IllegalStateException("the default of " + key + ": " + e.what(), e);
            }
        });
    }
}
