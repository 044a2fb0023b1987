package dev.ipcommand.agent.doctor;

import java.util.function.Function;

/**
 * One thing that may be wrong.
 *
 * @param id what the documentation calls it
 * @param looksAt what is looked at, in a few words
 */
public record Check(String id, String looksAt, Function<Facts, Finding> judge) {
    Finding judge(Facts facts) {
        return judge.apply(facts);
    }

    boolean isTrouble(Facts facts) {
        return judge(facts).isTrouble();
    }
}
