package dev.ipcommand.modem.at;

import org.jspecify.annotations.Nullable;

/**
 * Something the modem said by itself, or a line that no command in flight claims.
 *
 * @param text the line without its line end, ISO-8859-1
 * @param data the length-announced bytes that belong to the line, or null
 * @param known whether one of the dialect's {@link UrcType}s recognised it
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes, handed over, never compared
public record Urc(String text, byte @Nullable [] data, boolean known) {
    /** What follows {@code prefix} and blanks, or null if the line does not start so. */
    public @Nullable String after(String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()).strip() : null;
    }
}
