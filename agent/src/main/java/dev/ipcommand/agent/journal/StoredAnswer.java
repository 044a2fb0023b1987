package dev.ipcommand.agent.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a command was answered with.
 *
 * @param status on the wire, such as {@code ok}
 * @param datagram as it was sent; null = nothing was to be sent
 */
public record StoredAnswer(String status, byte @Nullable [] datagram) {
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredAnswer that
                && status.equals(that.status)
                && Arrays.equals(datagram, that.datagram);
    }

    @Override
    public int hashCode() {
        return status.hashCode() * 31 + Arrays.hashCode(datagram);
    }

    /** Status and length only: payloads stay out of logs. */
    @Override
    public String toString() {
        return "StoredAnswer[" + status + ", " + (datagram == null ? "nothing" : datagram.length + " bytes") + "]";
    }
}
