package dev.ipcommand.agent.doctor;

/**
 * What a check found.
 *
 * @param found with values; why it was not looked at if it was not
 * @param next what to do or to type; empty if nothing
 */
public record Finding(Verdict verdict, String found, String next) {
    static Finding ok(String found) {
        return new Finding(Verdict.OK, found, "");
    }

    static Finding notChecked(String why) {
        return new Finding(Verdict.NOT_CHECKED, why, "");
    }

    static Finding warning(String found, String next) {
        return new Finding(Verdict.WARNING, found, next);
    }

    static Finding problem(String found, String next) {
        return new Finding(Verdict.PROBLEM, found, next);
    }

    boolean isTrouble() {
        return verdict == Verdict.WARNING || verdict == Verdict.PROBLEM;
    }
}
