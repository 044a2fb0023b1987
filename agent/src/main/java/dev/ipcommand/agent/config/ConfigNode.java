package dev.ipcommand.agent.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file with its place, so that nothing after {@code TomlFile} knows the parser.
 *
 * @param value a {@code String}, {@code Long}, {@code Double}, {@code Boolean}, a {@code java.time} value, a
 *     {@code List<ConfigNode>} or a {@code Map<String, ConfigNode>}
 * @param line from 1
 * @param column from 1
 */
record ConfigNode(Object value, int line, int column) {
    private static final int SHOWN_CHARACTERS = 40;

    /** The entries if this is a table, else null. */
    @SuppressWarnings("unchecked") // TomlFile builds maps of this type only
    @Nullable
    Map<String, ConfigNode> table() {
        return value instanceof Map ? (Map<String, ConfigNode>) value : null;
    }

    /** The elements if this is a list, else null. */
    @SuppressWarnings("unchecked") // TomlFile builds lists of this type only
    @Nullable
    List<ConfigNode> list() {
        return value instanceof List ? (List<ConfigNode>) value : null;
    }

    /** What it is, in the words of a person who writes the file. */
    static String kindOf(Object value) {
        if (value instanceof String) {
            return "a text";
        } else if (value instanceof Long) {
            return "an integer";
        } else if (value instanceof Double) {
            return "a number with a fraction";
        } else if (value instanceof Boolean) {
            return "true or false";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Map) {
            return "a table";
        }
        return "a date or time";
    }

    /** A value as it may be repeated in a message: quoted, on one line, short. */
    static String shown(Object value) {
        if (value instanceof String text) {
            return Toml.quoted(text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text);
        }
        return value instanceof List || value instanceof Map ? "this" : value.toString();
    }
}
