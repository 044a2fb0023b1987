package dev.ipcommand.simulator.at;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a command: {@code 1,"x",,7}. Immutable. */
public final class Arguments {
    private static final int MOST = 32;

    private final List<String> values;
    private final String text;

    private Arguments(List<String> values, String text) {
        this.values = values;
        this.text = text;
    }

    /** Splits at commas outside quotes and drops the quotes. */
    public static Arguments parse(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
                if (values.size() == MOST) {
                    break;
                }
            } else if (c != ' ' || quoted) {
                value.append(c);
            }
        }
        values.add(value.toString());
        return new Arguments(values, text);
    }

    /** As they were sent, quotes and all. */
    public String text() {
        return text;
    }

    /** How many there are; an empty text has one, empty. */
    public int count() {
        return values.size();
    }

    /** Whether an argument is there and not empty. */
    public boolean has(int index) {
        return index < values.size() && !values.get(index).isEmpty();
    }

    /** An argument without its quotes; empty if it is not there. */
    public String text(int index) {
        return index < values.size() ? values.get(index) : "";
    }

    /** An argument as a number, or {@code absent} if it is not there; -1 if it is not a number from 0 up. */
    public int number(int index, int absent) {
        if (!has(index)) {
            return absent;
        }
        String digits = values.get(index);
        if (digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(digits);
    }

    /** An argument as a number; -1 if it is not there or none. */
    public int number(int index) {
        return number(index, -1);
    }

    /** The arguments from one on, as text without quotes. */
    public List<String> from(int index) {
        return index >= values.size() ? List.of() : List.copyOf(values.subList(index, values.size()));
    }
}
