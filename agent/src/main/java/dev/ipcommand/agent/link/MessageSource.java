package dev.ipcommand.agent.link;

import org.jspecify.annotations.Nullable;

/** Messages of our own that wait to leave, oldest first. Called by {@code link-tx} alone. */
public interface MessageSource {
    /** A waiting message. */
    record Message(long id, byte[] payload) {}

    /** The oldest message, or null; it stays until {@link #taken}. */
    @Nullable
    Message peek();

    /** The socket or the modem took it: it is done. */
    void taken(long id);
}
