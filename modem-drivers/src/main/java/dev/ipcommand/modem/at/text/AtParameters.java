package dev.ipcommand.modem.at.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The parameters of an answer, {@code 1,"x",(0-2),,7}: split at commas outside quotes and brackets. Absent parameters are
 * empty, and so is every parameter after the last. Immutable.
 */
public final class AtParameters {
    private final List<String> raw;

    private AtParameters(List<String> raw) {
        this.raw = raw;
    }

    /** Reads what follows a prefix such as {@code +CREG:}. */
    public static AtParameters of(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            }
            if (c == ',' && !quoted && depth <= 0) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return new AtParameters(List.copyOf(parts));
    }

    public int size() {
        return raw.size();
    }

    public boolean isAbsent(int index) {
        return index >= raw.size() || raw.get(index).isEmpty();
    }

    public boolean isQuoted(int index) {
        return index < raw.size() && raw.get(index).startsWith("\"");
    }

    /** The parameter without its quotes, empty if absent. */
    public String text(int index) {
        if (index >= raw.size()) {
            return "";
        }
        String part = raw.get(index);
        boolean quoted = part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"");
        return quoted ? part.substring(1, part.length() - 1) : part;
    }

    /** The parameter as a decimal number; empty if it is absent or none. */
    public OptionalInt number(int index) {
        String part = text(index);
        return part.matches("-?[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(part)) : OptionalInt.empty();
    }

    /**
     * The parameter as a decimal number that must be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public int requireNumber(int index) {
        return number(index).orElseThrow(() -> new IllegalArgumentException("parameter " + index + " is no number"));
    }

    @Override
    public String toString() {
        return String.join(",", raw);
    }
}
