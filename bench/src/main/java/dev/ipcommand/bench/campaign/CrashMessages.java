package dev.ipcommand.bench.campaign;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Hands message after message to an agent that comes and goes, and remembers which of them it called durable.
 *
 * <p><b>Threading.</b> A thread of its own.
 */
final class CrashMessages implements AutoCloseable {
    /** What every message begins with; no command's answer does. */
    static final String PREFIX = "Message ";

    private static final int PAUSE_MILLIS = 5;

    private final ControlLine line;
    private final Set<String> durable = new HashSet<>();
    private final Thread thread = new Thread(this::run, "crash-messages");
    private volatile boolean closed;

    CrashMessages(ControlLine line) {
        this.line = line;
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (int number = 0; !closed; number++) {
            String message = PREFIX + number;
            try {
                if (line.send(message)) {
                    durable.add(message);
                }
            } catch (IOException away) {
                // It is dead, or died while it was asked: then nothing was promised.
            }
            pause();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Ends the thread; what was called durable. */
    Set<String> stop() throws InterruptedException {
        closed = true;
        thread.join();
        return durable;
    }

    @Override
    public void close() {
        closed = true;
    }
}
