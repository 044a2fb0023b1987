package dev.ipcommand.agent.dispatch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The times of one command's life, for {@code status} and the log: no payload, no identity.
 *
 * <p><b>Threading.</b> Each mark is set by the thread that owns that step; readers see what is set so far.
 */
public final class CommandTrace {
    private final String name;
    private final long receivedMillis;
    private final AtomicLong startedMillis = new AtomicLong();
    private final AtomicLong finishedMillis = new AtomicLong();
    private final AtomicLong repliedMillis = new AtomicLong();
    private volatile String status = "";
    private volatile Consumer<Boolean> onAnswered = left -> {};

    /**
     * @param name the handler's name
     * @param receivedMillis milliseconds since the epoch
     */
    public CommandTrace(String name, long receivedMillis) {
        this.name = name;
        this.receivedMillis = receivedMillis;
    }

    public void started(long epochMillis) {
        startedMillis.set(epochMillis);
    }

    public void finished(long epochMillis, String wireStatus) {
        status = wireStatus;
        finishedMillis.set(epochMillis);
    }

    /** Asks to be told, on any thread, whether the answer has left; before it is handed to the sink. Must not wait. */
    public void onAnswered(Consumer<Boolean> listener) {
        onAnswered = listener;
    }

    public void replied(long epochMillis) {
        repliedMillis.set(epochMillis);
        onAnswered.accept(true);
    }

    /** The answer will never leave. */
    public void givenUp() {
        onAnswered.accept(false);
    }

    public String name() {
        return name;
    }

    /** The status on the wire; empty while it runs. */
    public String status() {
        return status;
    }

    public long receivedMillis() {
        return receivedMillis;
    }

    /** 0 = not yet. */
    public long startedMillis() {
        return startedMillis.get();
    }

    /** 0 = not yet. */
    public long finishedMillis() {
        return finishedMillis.get();
    }

    /** When the answer left; 0 = not yet, or nothing was to be sent. */
    public long repliedMillis() {
        return repliedMillis.get();
    }
}
