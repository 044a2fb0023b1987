package dev.ipcommand.simulator;

import dev.ipcommand.simulator.time.Timeline;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A clock that a test turns by hand. */
final class HandTimeline implements Timeline {
    private record Task(long at, long order, Runnable action) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Task> later =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now = 1_000;
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        ready.addLast(task);
    }

    @Override
    public Timer after(long millis, Runnable task) {
        Task entry = new Task(now + millis, order++, task);
        later.add(entry);
        return () -> later.remove(entry);
    }

    /** Runs what is due now. */
    void settle() {
        advance(0);
    }

    /** Lets time pass. */
    void advance(long millis) {
        long end = now + millis;
        while (true) {
            Runnable next = ready.pollFirst();
            if (next != null) {
                next.run();
                continue;
            }
            Task due = later.peek();
            if (due == null || due.at > end) {
                break;
            }
            later.remove();
            now = due.at;
            due.action.run();
        }
        now = end;
    }
}
