package dev.ipcommand.agent;

import dev.ipcommand.agent.dispatch.MessageSink;
import dev.ipcommand.agent.journal.Outbox;
import dev.ipcommand.agent.link.MessageSource;
import org.jspecify.annotations.Nullable;

/** The outbox as handlers fill it and {@code link-tx} empties it. */
record OutboxSource(Outbox outbox) implements MessageSource, MessageSink {
    @Override
    public @Nullable Message peek() {
        return outbox.peek()
                .map(oldest -> new Message(oldest.id(), oldest.payload()))
                .orElse(null);
    }

    @Override
    public void taken(long id) {
        outbox.remove(id);
    }

    @Override
    public void send(byte[] payload) {
        Outbox.Result result = outbox.accept(payload);
        if (result != Outbox.Result.DURABLE) {
            throw new IllegalStateException("the outbox did not take the message: " + result);
        }
    }
}
