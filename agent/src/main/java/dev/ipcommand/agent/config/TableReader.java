package dev.ipcommand.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one table by its definition. What is wrong is noted, and the default stands in so that reading goes on. */
final class TableReader {
    private final String name;
    private final ConfigNode node;
    private final Map<String, ConfigNode> entries;
    private final Problems problems;

    /**
     * @param name how messages call the table, for example {@code handler.checkin}; empty for the file
     * @param node what stands there; anything but a table is noted and read as an empty one
     */
    TableReader(String name, ConfigNode node, Problems problems) {
        this.name = name;
        this.node = node;
        this.problems = problems;
        Map<String, ConfigNode> table = node.table();
        if (table == null) {
            problems.add(node, name, "is " + ConfigNode.kindOf(node.value()) + ", allowed is a table [" + name + "]");
            table = Map.of();
        }
        this.entries = table;
    }

    /** What stands at a key, if anything does. */
    Optional<ConfigNode> at(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Map<String, ConfigNode> entries() {
        return new LinkedHashMap<>(entries);
    }

    /** The table below this one; an absent one is empty. */
    TableReader table(String key) {
        ConfigNode found = entries.get(key);
        return new TableReader(path(key), found == null ? emptyHere() : found, problems);
    }

    /** A setting that has a default. */
    <T> T get(Setting<T> setting) {
        return find(setting).or(setting::fallbackValue).orElseThrow();
    }

    /** A setting that must be there: its absence is noted. */
    <T> Optional<T> require(Setting<T> setting) {
        if (!entries.containsKey(setting.key())) {
            problem(
                    node,
                    setting.key(),
                    "is missing, allowed is " + setting.type().allowed());
        }
        return find(setting);
    }

    /** A setting's value if it is there and right. */
    <T> Optional<T> find(Setting<T> setting) {
        ConfigNode found = entries.get(setting.key());
        return found == null ? Optional.empty() : read(setting.key(), setting.type(), found);
    }

    /** One value below this table; what is wrong with it is noted. */
    <T> Optional<T> read(String key, ValueType<T> type, ConfigNode value) {
        try {
            return Optional.of(type.read(value.value()));
        } catch (ValueType.Refusal e) {
            problem(value, key, e.what() + ", allowed is " + type.allowed());
            return Optional.empty();
        }
    }

    void problem(ConfigNode where, String key, String what) {
        problems.add(where, path(key), what);
    }

    /** The place of a key if it is there, else of the table. */
    ConfigNode placeOf(String key) {
        @Nullable ConfigNode found = entries.get(key);
        return found == null ? node : found;
    }

    private String path(String key) {
        return name.isEmpty() ? Toml.key(key) : name + "." + Toml.key(key);
    }

    private ConfigNode emptyHere() {
        return new ConfigNode(Map.of(), node.line(), node.column());
    }
}
