package dev.ipcommand.agent.dispatch;

import java.util.concurrent.atomic.AtomicLong;

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

    public void replied(long epochMillis) {
        repliedMillis.set(epochMillis);
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
