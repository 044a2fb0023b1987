package dev.ipcommand.modem.gpio;

import java.util.regex.Pattern;

/**
 * One line as it is configured. Immutable.
 *
 * @param name a lower-case letter, then up to 19 of {@code a-z 0-9 - _}; also what the kernel shows as the line's consumer
 * @param line the BCM number, 0 to 57: what datasheets call GPIO17, not the position on the header
 * @param safe what an output is set to when it is opened and when it is closed; {@code LOW} for an input
 * @param pull the resistor of an input; {@code OFF} for an output
 */
public record LineSpec(String name, int line, Direction direction, Level safe, Pull pull) {
    /** BCM2711, the board with the most lines, has 58. */
    private static final int LAST_LINE = 57;
    /** 20 and our prefix stay below the 31 characters that the kernel keeps of a consumer. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,19}");

    /** Who drives the line. */
    public enum Direction {
        IN,
        OUT
    }

    /** The board's own resistor. */
    public enum Pull {
        OFF,
        UP,
        DOWN
    }

    /** @throws IllegalArgumentException if a part is out of its bounds, saying which and what is allowed */
    public LineSpec {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a line's name is a lower-case letter, then up to 19 of a-z 0-9 - _, but one has " + name.length()
                            + " characters or others than these");
        }
        if (line < 0 || line > LAST_LINE) {
            throw new IllegalArgumentException(
                    name + ": there is no BCM line " + line + ", allowed: 0 to " + LAST_LINE);
        }
        if (direction == Direction.OUT && pull != Pull.OFF) {
            throw new IllegalArgumentException(name + ": a pull is for inputs, an output drives the line itself");
        }
        if (direction == Direction.IN && safe != Level.LOW) {
            throw new IllegalArgumentException(name + ": a safe level is for outputs, an input is never driven");
        }
    }

    public static LineSpec output(String name, int line, Level safe) {
        return new LineSpec(name, line, Direction.OUT, safe, Pull.OFF);
    }

    public static LineSpec input(String name, int line, Pull pull) {
        return new LineSpec(name, line, Direction.IN, Level.LOW, pull);
    }

    /** Whether a text can be a line's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public boolean isOutput() {
        return direction == Direction.OUT;
    }
}
