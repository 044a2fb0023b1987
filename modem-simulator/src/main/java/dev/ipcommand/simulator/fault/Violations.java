package dev.ipcommand.simulator.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the DTE did wrong: a count of each kind and the latest few. Any thread may call it. */
public final class Violations {
    private static final int KEPT = 64;

    private final Map<Violation, Integer> counts = new EnumMap<>(Violation.class);
    private final Deque<String> latest = new ArrayDeque<>();

    /** Records one; the detail holds no payload. */
    public synchronized void record(Violation violation, String detail) {
        counts.merge(violation, 1, Integer::sum);
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(violation.text() + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** How often each happened. */
    public synchronized Map<Violation, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** The latest, oldest first. */
    public synchronized List<String> latest() {
        return new ArrayList<>(latest);
    }
}
