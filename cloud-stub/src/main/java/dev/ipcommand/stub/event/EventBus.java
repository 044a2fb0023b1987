package dev.ipcommand.stub.event;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers events and hands them to subscribers.
 *
 * <p>Threading: any thread may publish or subscribe; publishing never blocks. Bounds: the last 1000 events are kept for
 * subscribers that come back, at most 16 subscribers at a time, each with a queue of its own that drops and counts when full.
 */
public final class EventBus implements AutoCloseable {
    private static final int HISTORY = 1000;
    private static final int MAX_SUBSCRIBERS = 16;

    private final InstantSource clock;
    private final ArrayDeque<Event> history = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long lastSequence;
    private boolean closed;

    public EventBus(InstantSource clock) {
        this.clock = clock;
    }

    /** Publishes an event that happens now. */
    public void publish(String type, String sid, Map<String, Object> details) {
        publish(clock.instant(), type, sid, details);
    }

    /** Publishes an event that happened at {@code time}. */
    public synchronized void publish(Instant time, String type, String sid, Map<String, Object> details) {
        Event event = new Event(++lastSequence, time, type, sid, details);
        if (history.size() == HISTORY) {
            history.removeFirst();
        }
        history.addLast(event);
        for (Subscription subscription : subscriptions) {
            subscription.offer(event);
        }
    }

    /**
     * Subscribes from now on, or from just after event number {@code after} as far as the history reaches.
     *
     * @return empty if there are too many subscribers or the bus is closed
     */
    public synchronized Optional<Subscription> subscribe(long after, int capacity) {
        if (closed || subscriptions.size() >= MAX_SUBSCRIBERS) {
            return Optional.empty();
        }
        Subscription subscription = new Subscription(this, capacity);
        history.stream().filter(event -> event.sequence() > after).forEach(subscription::offer);
        subscriptions.add(subscription);
        return Optional.of(subscription);
    }

    synchronized void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The number of the latest event; 0 before the first. */
    public synchronized long lastSequence() {
        return lastSequence;
    }

    /** Ends every subscription; what is queued can still be taken. */
    @Override
    public synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::end);
        subscriptions.clear();
    }
}
