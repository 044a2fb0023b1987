package dev.ipcommand.modem.at;

/**
 * Recognises one kind of unsolicited result code by how its line starts.
 *
 * @param start the line's first characters; if {@code whole} the complete line
 * @param whole whether the line must equal {@code start}
 * @param boot whether it says that the modem has just started: a command in flight will not be answered any more
 */
public record UrcType(String start, boolean whole, boolean boot) {
    /** Lines that start so. */
    public static UrcType starting(String start) {
        return new UrcType(start, false, false);
    }

    /** This line and no other. */
    public static UrcType line(String line) {
        return new UrcType(line, true, false);
    }

    /** This line, which a modem prints only when it starts. */
    public static UrcType boot(String line) {
        return new UrcType(line, true, true);
    }

    boolean matches(String line) {
        return whole ? line.equals(start) : line.startsWith(start);
    }
}
