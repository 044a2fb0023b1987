package dev.ipcommand.modem.at.text;

/** Builds a command line from typed arguments; refuses what could end the line or the string. Not thread-safe. */
public final class AtLine {
    private final StringBuilder line;
    private boolean first = true;

    private AtLine(String head) {
        line = new StringBuilder(head).append('=');
    }

    /** A command that sets: {@code AT+NAME=}. */
    public static AtLine set(String head) {
        return new AtLine(head);
    }

    public AtLine number(long value) {
        return add(Long.toString(value));
    }

    /** A parameter left out. */
    public AtLine absent() {
        return add("");
    }

    /**
     * A string parameter.
     *
     * @throws IllegalArgumentException if the value holds a quote, a control character or anything beyond ASCII
     */
    public AtLine quoted(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"') {
                throw new IllegalArgumentException("argument: character " + (int) c + " at " + i + " cannot be quoted");
            }
        }
        return add("\"" + value + "\"");
    }

    private AtLine add(String argument) {
        if (!first) {
            line.append(',');
        }
        first = false;
        line.append(argument);
        return this;
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
