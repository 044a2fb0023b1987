package dev.ipcommand.agent.doctor;

import java.util.Locale;

/** What a check comes to; the worst last. */
public enum Verdict {
    OK,
    /** It could not be looked at, or cannot matter while something else is wrong. */
    NOT_CHECKED,
    WARNING,
    PROBLEM;

    /** {@code not checked}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
