package dev.ipcommand.agent.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the pieces of TOML that problems and the reference file need. Pure. */
final class Toml {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private Toml() {}

    /** A basic string: control characters and what could be taken for the end of the text are escaped. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isISOControl(c)) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** One part of a dotted key, quoted only where TOML demands it. */
    static String key(String part) {
        return BARE_KEY.matcher(part).matches() ? part : quoted(part);
    }

    /** A default as it stands in the file: text, integer or list of text. */
    static String value(Object raw) {
        if (raw instanceof String text) {
            return quoted(text);
        } else if (raw instanceof List<?> list) {
            return list.stream().map(Toml::value).collect(Collectors.joining(", ", "[", "]"));
        }
        return raw.toString();
    }
}
