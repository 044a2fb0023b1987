package dev.ipcommand.agent.dispatch;

/**
 * Where messages of handlers go: the outbox. Called on a handler's thread, so it hands the message to the thread that
 * owns the file and touches neither a file nor a channel itself.
 */
@FunctionalInterface
public interface MessageSink {
    /**
     * Takes a message.
     *
     * @param payload 1 to 1300 bytes, owned by the sink from now on
     * @throws IllegalStateException if the outbox is full or there is none; nothing was stored
     */
    void send(byte[] payload);
}
