package dev.ipcommand.handler.test;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The surroundings of one call; keeps the messages and the log. Any thread. */
final class CapturedContext implements CommandContext {
    private final Instant deadline;
    private final long deadlineNanos;
    private final boolean outboxFull;
    private final CapturedLog log;
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();

    CapturedContext(String name, Duration time, boolean outboxFull) {
        this.deadline = Instant.now().plus(time);
        this.deadlineNanos = System.nanoTime() + time.toNanos();
        this.outboxFull = outboxFull;
        this.log = new CapturedLog("handler." + name);
    }

    List<byte[]> messages() {
        return messages.stream().map(byte[]::clone).toList();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    @Override
    public CapturedLog log() {
        return log;
    }

    @Override
    public void send(byte[] payload) {
        if (payload.length == 0 || payload.length > Reply.MAX_BYTES) {
            throw new IllegalArgumentException(payload.length + " bytes, allowed: 1 to " + Reply.MAX_BYTES);
        }
        if (outboxFull) {
            throw new IllegalStateException("the outbox is full");
        }
        messages.add(payload.clone());
    }
}
