package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.BlockRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recording: what passed, raw and bounded, until it is taken; taking redacts it.
 *
 * <p><b>Threading.</b> What passes may come from any thread; {@link #take} is called by one at a time.
 */
final class Recording {
    /** Which way bytes go, or what else there is. */
    enum Way {
        TO_MODEM,
        FROM_MODEM,
        /** A line between the bytes. */
        NOTE,
        /** The port was opened: what comes is whole from the first byte. */
        OPENED,
        /** Bytes are missing here. */
        GAP
    }

    @SuppressWarnings("ArrayRecordComponent") // raw bytes, never compared
    private record Event(Way way, byte[] bytes, long at) {}

    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_EVENTS = 8192;

    private final TranscriptWriter writer;
    private final Deque<Event> events = new ArrayDeque<>();
    private int held;
    private long dropped;
    private boolean inGap;
    private long takenAt;
    private boolean awaitsOpening;

    Recording(List<BlockRule> blocks, List<String> header, boolean fromOpening, long now) {
        awaitsOpening = fromOpening;
        writer = new TranscriptWriter(blocks, now);
        takenAt = now;
        header.forEach(line -> writer.note(line, now));
    }

    void passed(Way way, byte[] bytes, int count, long at) {
        add(new Event(way, Arrays.copyOf(bytes, count), at));
    }

    void note(String line, long at) {
        add(new Event(Way.NOTE, line.getBytes(StandardCharsets.UTF_8), at));
    }

    void opened(long at) {
        add(new Event(Way.OPENED, new byte[0], at));
    }

    synchronized void opening() {
        awaitsOpening = false;
    }

    private synchronized void add(Event event) {
        if (awaitsOpening) {
            return;
        }
        if (held + event.bytes.length > MAX_BYTES || events.size() >= MAX_EVENTS) {
            dropped += event.bytes.length;
            inGap = true;
            return;
        }
        if (inGap) {
            events.add(new Event(Way.GAP, new byte[0], event.at));
            inGap = false;
        }
        held += event.bytes.length;
        events.add(event);
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized boolean isAbandoned(long now) {
        return now - takenAt >= TrafficRecorder.LEASE.toNanos();
    }

    private synchronized @Nullable Event next(long now) {
        takenAt = now;
        Event next = events.poll();
        if (next != null) {
            held -= next.bytes.length;
        }
        return next;
    }

    /** The lines that are complete by now; all of them if it is the end. */
    List<String> take(long now, boolean end) {
        for (Event event = next(now); event != null; event = next(now)) {
            switch (event.way) {
                case TO_MODEM -> writer.toModem(event.bytes, event.at);
                case FROM_MODEM -> writer.fromModem(event.bytes, event.at);
                case NOTE -> writer.note(new String(event.bytes, StandardCharsets.UTF_8), event.at);
                case OPENED -> writer.opened();
                case GAP -> writer.gap(event.at);
            }
        }
        List<String> lines = new ArrayList<>(writer.take(now, end));
        if (end) {
            events.clear();
        }
        return lines;
    }
}
