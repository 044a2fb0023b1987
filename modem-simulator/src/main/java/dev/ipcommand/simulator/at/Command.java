package dev.ipcommand.simulator.at;

/**
 * One command of a command line.
 *
 * @param name upper case: {@code +CSQ}, {@code E}, {@code S}, {@code D}
 * @param arguments of a basic command: its number; of {@code S3=13}: 3 and 13; of {@code D}: the dial string
 */
public record Command(String name, Kind kind, Arguments arguments) {
    /** Its form. */
    public enum Kind {
        /** {@code +X}. */
        EXECUTE,
        /** {@code +X?}. */
        READ,
        /** {@code +X=?}. */
        TEST,
        /** {@code +X=1}. */
        SET
    }
}
