package dev.ipcommand.modem;

import java.util.List;

/**
 * What a modem answered to a {@link TypedLine}: for the eyes of the person who asked, in no message and no log.
 *
 * @param lines the information text as it came
 * @param result the final result code as it came, for example {@code +CME ERROR: 3}
 * @param success whether the modem did it
 */
public record TypedAnswer(List<String> lines, String result, boolean success) {
    public TypedAnswer {
        lines = List.copyOf(lines);
    }

    /** Without what it holds. */
    @Override
    public String toString() {
        return "TypedAnswer[" + lines.size() + " lines, " + (success ? "success" : "error") + "]";
    }
}
