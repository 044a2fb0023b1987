package dev.ipcommand.handler;

import java.time.Duration;
import java.time.Instant;

/** What a running handler may use. Valid until its call returns; any thread may call it. */
public interface CommandContext {
    /** When the handler is interrupted, by the device's clock at the start of the call. */
    Instant deadline();

    /** How long is left until then, whatever the device's clock does meanwhile; never negative. */
    Duration remaining();

    /** A log named after the handler. */
    System.Logger log();

    /**
     * Puts a message into the durable outbox; it leaves when the data session is up.
     *
     * @param payload 1 to {@link Reply#MAX_BYTES} bytes, copied
     * @throws IllegalArgumentException if it is empty or too long
     * @throws IllegalStateException if the outbox is full; nothing was stored
     */
    void send(byte[] payload);
}
