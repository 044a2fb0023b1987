package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtPort;
import dev.ipcommand.modem.at.BlockRule;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Always in place at the AT port, nearly always off: then a read or a write costs one look at a field.
 *
 * <p>On, it keeps what passes in a bounded buffer until {@link #take}, which turns it into redacted lines of a transcript; raw
 * bytes never leave this class. A recording that nobody takes from for {@link #LEASE} ends by itself.
 *
 * <p><b>Threading.</b> Any thread; the port's own threads only copy bytes.
 */
public final class TrafficRecorder implements StepNotes {
    /** How long a recording lives without being taken from. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private final List<BlockRule> blocks;
    private final AtClock clock;
    private volatile @Nullable Recording recording;

    /** @param blocks which lines announce payload, of every dialect that may be spoken */
    public TrafficRecorder(List<BlockRule> blocks, AtClock clock) {
        this.blocks = List.copyOf(blocks);
        this.clock = clock;
    }

    /**
     * What was recorded since the last time.
     *
     * @param lines of a transcript, redacted
     * @param dropped bytes that found the buffer full, since the start
     * @param running false if there is no recording (any more)
     */
    public record Taken(List<String> lines, long dropped, boolean running) {
        public Taken {
            lines = List.copyOf(lines);
        }
    }

    /** The opener's ports, each watched from its first byte. */
    public AtPort.Opener watching(AtPort.Opener opener) {
        return () -> {
            AtPort port = opener.open();
            Recording present = recording;
            if (present != null) {
                present.opened(clock.nanoTime());
            }
            return new WatchedPort(port, this);
        };
    }

    /**
     * Starts to record.
     *
     * @param header lines that go first, redacted like all others
     * @param fromOpening whether nothing counts before the modem is opened again
     * @return false if somebody records already
     */
    public synchronized boolean start(List<String> header, boolean fromOpening) {
        Recording present = recording;
        if (present != null && !present.isAbandoned(clock.nanoTime())) {
            return false;
        }
        recording = new Recording(blocks, header, fromOpening, clock.nanoTime());
        return true;
    }

    /** What has come in since the last time. */
    public synchronized Taken take() {
        Recording present = recording;
        if (present == null) {
            return new Taken(List.of(), 0, false);
        }
        return new Taken(present.take(clock.nanoTime(), false), present.dropped(), true);
    }

    /** Ends the recording; the rest of it. */
    public synchronized Taken stop() {
        Recording present = recording;
        recording = null;
        if (present == null) {
            return new Taken(List.of(), 0, false);
        }
        return new Taken(present.take(clock.nanoTime(), true), present.dropped(), false);
    }

    /** The modem is about to be opened. */
    public void opening() {
        Recording present = recording;
        if (present != null) {
            present.opening();
        }
    }

    /** Whether it records at the moment. */
    @Override
    public boolean isOn() {
        return recording != null;
    }

    @Override
    public void note(Supplier<String> line) {
        Recording present = recording;
        if (present != null && isWanted(present)) {
            present.note(line.get(), clock.nanoTime());
        }
    }

    void passed(Recording.Way way, byte[] bytes, int count) {
        Recording present = recording;
        if (present != null && isWanted(present)) {
            present.passed(way, bytes, count, clock.nanoTime());
        }
    }

    /** Whoever asked for it has left without a word: nothing more is kept. */
    private boolean isWanted(Recording present) {
        if (present.isAbandoned(clock.nanoTime())) {
            recording = null;
            return false;
        }
        return true;
    }
}
