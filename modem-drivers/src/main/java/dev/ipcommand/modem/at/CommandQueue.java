package dev.ipcommand.modem.at;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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

    /** Empties it. */
    List<Pending> drain() {
        List<Pending> all = new ArrayList<>(urgent);
        all.addAll(ordinary);
        urgent.clear();
        ordinary.clear();
        return all;
    }
}
