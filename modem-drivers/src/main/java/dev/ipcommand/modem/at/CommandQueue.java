package dev.ipcommand.modem.at;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that wait: sends before the rest, each in order of arrival, bounded. */
final class CommandQueue {
    static final int CAPACITY = 256;

    private final Deque<Pending> urgent = new ArrayDeque<>();
    private final Deque<Pending> ordinary = new ArrayDeque<>();

    boolean isEmpty() {
        return urgent.isEmpty() && ordinary.isEmpty();
    }

    /** @return false if it is full */
    boolean offer(Pending pending) {
        if (urgent.size() + ordinary.size() >= CAPACITY) {
            return false;
        }
        return (pending.command().isUrgent() ? urgent : ordinary).add(pending);
    }

    /** The next one; there must be one. */
    Pending remove() {
        return urgent.isEmpty() ? ordinary.remove() : urgent.remove();
    }

    void withdraw(Pending pending) {
        urgent.remove(pending);
        ordinary.remove(pending);
    }

    /** Takes out the first one whose time to wait is over, or null. */
    @Nullable
    Pending expired(long now) {
        for (Pending waiting : ordinary) {
            if (waiting.isImpatient(now)) {
                ordinary.remove(waiting);
                return waiting;
            }
        }
        return null;
    }

    /** How long until somebody's time to wait is over, in nanoseconds. */
    long nanosToExpiry(long now) {
        long wait = Long.MAX_VALUE;
        for (Pending waiting : ordinary) {
            wait = Math.min(wait, waiting.nanosOfPatience(now));
        }
        return wait;
    }

    /** Empties it. */
    List<Pending> drain() {
        List<Pending> all = new ArrayList<>(urgent);
        all.addAll(ordinary);
        urgent.clear();
        ordinary.clear();
        return all;
    }
}
