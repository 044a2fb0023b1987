package dev.ipcommand.simulator.fault;

import java.util.regex.Pattern;

/**
 * A fault as asked for: {@code F12}, {@code F12:3}, {@code F6:never}, {@code F6:never:2}, {@code F5@30}.
 *
 * @param number its count, seconds or size, see {@link Fault}
 * @param word its variant, lower case
 * @param afterSeconds when an event happens, counted from the order; 0 = at once
 */
public record FaultOrder(Fault fault, int number, String word, int afterSeconds) {
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,6}");
    /** An event on the command line waits for the DTE to have something to lose. */
    public static final int COMMAND_LINE_DELAY = 20;

    /**
     * Reads an order.
     *
     * @param delay seconds until an event without {@code @}
     * @throws IllegalArgumentException saying what is wrong and what is allowed
     */
    public static FaultOrder parse(String text, int delay) {
        String rest = text;
        int after = delay;
        int at = rest.indexOf('@');
        if (at >= 0) {
            after = number(rest.substring(at + 1), text);
            rest = rest.substring(0, at);
        }
        String[] parts = rest.split(":", -1);
        Fault fault = Fault.find(parts[0])
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown fault: " + text + ", allowed: F1 to F22 or a name such as send-fail or stuck-data"));
        int number = fault.defaultNumber();
        String word = fault.defaultWord();
        boolean numbered = false;
        for (int i = 1; i < parts.length; i++) {
            if (DIGITS.matcher(parts[i]).matches() && !numbered) {
                number = number(parts[i], text);
                numbered = true;
            } else {
                word = parts[i].toLowerCase(java.util.Locale.ROOT);
            }
        }
        return new FaultOrder(fault, number, word, fault.kind() == Fault.Kind.EVENT ? after : 0);
    }

    private static int number(String digits, String text) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("not a number in the fault " + text);
        }
        return Integer.parseInt(digits);
    }
}
