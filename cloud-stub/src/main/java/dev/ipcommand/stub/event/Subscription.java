package dev.ipcommand.stub.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** One subscriber's bounded queue. Threading: one thread takes, any thread may close. */
public final class Subscription implements AutoCloseable {
    private final EventBus bus;
    private final int capacity;
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private long dropped;
    private boolean ended;

    Subscription(EventBus bus, int capacity) {
        this.bus = bus;
        this.capacity = capacity;
    }

    synchronized void offer(Event event) {
        if (ended) {
            return;
        }
        if (queue.size() >= capacity) {
            dropped++;
            return;
        }
        queue.addLast(event);
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Takes the next event, waiting up to {@code patience}; empty on time-out and after the end. */
    public synchronized Optional<Event> take(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (queue.isEmpty() && !ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return Optional.ofNullable(queue.pollFirst());
    }

    /** True once the bus or the subscriber has ended this and everything queued was taken. */
    public synchronized boolean finished() {
        return ended && queue.isEmpty();
    }

    /** Events dropped since the last call because the queue was full. */
    public synchronized long takeDropped() {
        long count = dropped;
        dropped = 0;
        return count;
    }

    @Override
    public void close() {
        bus.remove(this);
        end();
    }
}
