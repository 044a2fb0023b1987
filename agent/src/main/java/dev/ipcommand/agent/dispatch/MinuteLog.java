package dev.ipcommand.agent.dispatch;

import java.util.EnumMap;
import java.util.Map;

/**
 * Logs each kind of notice at most once a minute, with the count since the last line.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class MinuteLog {
    private static final System.Logger LOG = System.getLogger(MinuteLog.class.getName());
    private static final long MINUTE = 60_000_000_000L;

    /** What has happened since the last line. */
    private static final class Count {
        private long count;
        private long loggedAt;
    }

    /** Where a line goes. */
    interface Lines {
        void line(Notice kind, long count);
    }

    private final DispatchClock clock;
    private final Lines lines;
    private final Map<Notice, Count> counts = new EnumMap<>(Notice.class);

    MinuteLog(DispatchClock clock) {
        this(clock, (kind, count) -> LOG.log(System.Logger.Level.WARNING, kind.description() + " count=" + count));
    }

    MinuteLog(DispatchClock clock, Lines lines) {
        this.clock = clock;
        this.lines = lines;
    }

    void note(Notice kind) {
        long count;
        synchronized (counts) {
            Count entry = counts.get(kind);
            if (entry == null) {
                entry = new Count();
                entry.loggedAt = clock.nanos() - MINUTE;
                counts.put(kind, entry);
            }
            entry.count++;
            count = takeIfDue(entry);
        }
        if (count > 0) {
            lines.line(kind, count);
        }
    }

    /** Logs what has waited for its minute to end. */
    void flush() {
        for (Notice kind : Notice.values()) {
            long count;
            synchronized (counts) {
                Count entry = counts.get(kind);
                count = entry == null ? 0 : takeIfDue(entry);
            }
            if (count > 0) {
                lines.line(kind, count);
            }
        }
    }

    private long takeIfDue(Count entry) {
        long now = clock.nanos();
        if (entry.count == 0 || now - entry.loggedAt < MINUTE) {
            return 0;
        }
        long count = entry.count;
        entry.count = 0;
        entry.loggedAt = now;
        return count;
    }
}
