package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Records what passes through a port, as a transcript. It holds what passed: identities and payloads too.
 *
 * <p>Threading as the port beneath; the sink may be called by reader and writer, one at a time.
 */
public final class TracingPort implements AtPort {
    /** Shorter pauses are the line's own. */
    private static final Duration WORTH_NOTING = Duration.ofMillis(200);

    private final AtPort port;
    private final AtClock clock;
    private final Consumer<String> sink;
    private final Object order = new Object();
    private long last;

    /** @param sink takes one record, without a line end */
    public TracingPort(AtPort port, AtClock clock, Consumer<String> sink) {
        this.port = port;
        this.clock = clock;
        this.sink = sink;
        this.last = clock.nanoTime();
    }

    /** An opener whose ports are all recorded to one sink. */
    public static Opener tracing(Opener opener, AtClock clock, Consumer<String> sink) {
        return () -> new TracingPort(opener.open(), clock, sink);
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        int count = port.read(buffer, timeout);
        if (count > 0) {
            note('<', buffer, count);
        }
        return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        note('>', bytes, bytes.length);
        port.write(bytes);
    }

    private void note(char direction, byte[] bytes, int count) {
        synchronized (order) {
            long now = clock.nanoTime();
            Duration pause = Duration.ofNanos(now - last);
            last = now;
            if (pause.compareTo(WORTH_NOTING) >= 0) {
                sink.accept("~ " + pause.toMillis());
            }
            sink.accept("D " + direction + " " + Escapes.escape(bytes, 0, count));
        }
    }

    @Override
    public void close() {
        port.close();
    }
}
