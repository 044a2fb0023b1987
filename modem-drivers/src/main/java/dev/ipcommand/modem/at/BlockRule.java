package dev.ipcommand.modem.at;

/**
 * Finds the headers that announce a number of raw bytes. The bytes are then taken by count and never looked into.
 *
 * <p>Must be pure: the same text gives the same answer.
 */
public interface BlockRule {
    /** No block follows. */
    int NONE = -1;

    /** How many bytes follow this complete line, or {@link #NONE}. */
    int afterLine(String line);

    /**
     * How many bytes follow right here, on the header's own line ({@code +CARECV: 12,} and {@code +USORF: …,12,"}), or
     * {@link #NONE}. Asked after every comma and quote.
     */
    default int withinLine(String partialLine) {
        return NONE;
    }
}
