package dev.ipcommand.modem.at;

import java.util.function.Predicate;

/**
 * Which lines are a command's own information text.
 *
 * @param test for lines that carry a mark of their own; asked before the URC recognisers
 * @param freeText whether lines that nobody else recognises belong to the command too ({@code ATI})
 */
public record Claim(Predicate<String> test, boolean freeText) {
    /** The command has no information text. */
    public static final Claim NOTHING = new Claim(line -> false, false);

    /** Text without a mark, such as a model's name. */
    public static final Claim FREE_TEXT = new Claim(line -> false, true);

    /** Lines that start with one of these. */
    public static Claim prefixes(String... prefixes) {
        String[] own = prefixes.clone();
        return new Claim(
                line -> {
                    for (String prefix : own) {
                        if (line.startsWith(prefix)) {
                            return true;
                        }
                    }
                    return false;
                },
                false);
    }

    /** Lines of that shape: for answers that share their prefix with a URC. */
    public static Claim shape(Predicate<String> test) {
        return new Claim(test, false);
    }

    /** These and free text. */
    public Claim orFreeText() {
        return new Claim(test, true);
    }
}
