package dev.ipcommand.modem.gpio;

/** The level of a line: what is on the pin, not what it means. */
public enum Level {
    LOW,
    HIGH;

    public Level opposite() {
        return this == LOW ? HIGH : LOW;
    }

    /** {@code 0} or {@code 1}. */
    public int digit() {
        return this == HIGH ? 1 : 0;
    }
}
