package dev.ipcommand.agent.dispatch;

import java.util.ArrayDeque;
import java.util.List;

/** The last 32 commands, for {@code status}. Any thread. */
public final class RecentCommands {
    /** How many are kept. */
    public static final int SIZE = 32;

    private final ArrayDeque<CommandTrace> newestFirst = new ArrayDeque<>(SIZE + 1);

    synchronized void add(CommandTrace trace) {
        newestFirst.addFirst(trace);
        if (newestFirst.size() > SIZE) {
            newestFirst.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<CommandTrace> snapshot() {
        return List.copyOf(newestFirst);
    }
}
