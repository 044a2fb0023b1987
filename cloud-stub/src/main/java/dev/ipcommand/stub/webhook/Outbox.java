package dev.ipcommand.stub.webhook;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Callbacks that wait, and whose turn it is.
 *
 * <p>A destination (a URL without its query) has one call in flight at most, which keeps its order. An origin (scheme, host,
 * port) has few in flight, whatever it is called under, and origins take turns: a server that hangs holds up its own
 * callbacks and nobody else's. What waits is bounded in bytes: an origin may hold as much as is still free, so that one takes
 * half at most, two leave a third, and there is always room for another.
 *
 * <p>Threading: not safe; {@link Webhooks} locks.
 */
final class Outbox {
    /**
     * @param inFlight calls at a time, in all
     * @param inFlightPerOrigin calls at a time to one server
     * @param waitingBytes memory for what waits
     */
    record Bounds(int inFlight, int inFlightPerOrigin, long waitingBytes) {
        /** 64 servers would have to hang at once before a 65th waits; 16 MiB are some 20 000 callbacks. */
        static final Bounds DEFAULT = new Bounds(256, 4, 16 << 20);
    }

    /** One URL's callbacks, in order. In flight or ready, never both. */
    private static final class Lane {
        final ArrayDeque<Callback> waiting = new ArrayDeque<>();
        boolean inFlight;
    }

    private static final class Origin {
        final Map<String, Lane> lanes = new HashMap<>();
        /** Lanes that wait for their turn. */
        final ArrayDeque<Lane> ready = new ArrayDeque<>();

        int inFlight;
        long bytes;
    }

    private final Bounds bounds;
    private final Map<String, Origin> origins = new HashMap<>();
    /** Origins that could make a call, in the order of their turns. */
    private final Map<String, Origin> turns = new LinkedHashMap<>();

    private int inFlight;
    private long bytes;

    Outbox(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Puts a callback behind the earlier ones to its destination; false if there is no room for it. */
    boolean offer(Callback callback) {
        String key = callback.destination().origin();
        Origin origin = origins.getOrDefault(key, new Origin());
        int weight = callback.weight();
        if (origin.bytes + weight > bounds.waitingBytes() - bytes) {
            return false;
        }
        origins.put(key, origin);
        origin.bytes += weight;
        bytes += weight;
        Lane lane = origin.lanes.computeIfAbsent(callback.destination().withoutQuery(), url -> new Lane());
        lane.waiting.addLast(callback);
        if (lane.waiting.size() == 1 && !lane.inFlight) {
            origin.ready.addLast(lane);
        }
        line(key, origin);
        return true;
    }

    /** Takes the callback whose turn it is; it is in flight until {@link #done}. */
    Optional<Callback> next() {
        if (inFlight >= bounds.inFlight() || turns.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<String, Origin> turn = turns.entrySet().iterator().next();
        Origin origin = turn.getValue();
        turns.remove(turn.getKey());
        Lane lane = origin.ready.removeFirst();
        Callback callback = lane.waiting.removeFirst();
        lane.inFlight = true;
        origin.inFlight++;
        inFlight++;
        line(turn.getKey(), origin);
        return Optional.of(callback);
    }

    /** Ends a callback that {@link #next} gave. */
    void done(Callback callback) {
        String key = callback.destination().origin();
        String url = callback.destination().withoutQuery();
        Origin origin = origins.get(key);
        Lane lane = origin == null ? null : origin.lanes.get(url);
        if (origin == null || lane == null) {
            return;
        }
        origin.bytes -= callback.weight();
        bytes -= callback.weight();
        inFlight--;
        origin.inFlight--;
        lane.inFlight = false;
        if (lane.waiting.isEmpty()) {
            origin.lanes.remove(url);
        } else {
            origin.ready.addLast(lane);
        }
        if (origin.lanes.isEmpty()) {
            origins.remove(key);
        }
        line(key, origin);
    }

    private void line(String key, Origin origin) {
        if (!origin.ready.isEmpty() && origin.inFlight < bounds.inFlightPerOrigin()) {
            turns.putIfAbsent(key, origin);
        }
    }

    /** Forgets everything that waits; what is in flight may still be done. */
    void clear() {
        origins.clear();
        turns.clear();
        bytes = 0;
        inFlight = 0;
    }

    /** Servers with callbacks waiting or in flight. */
    Set<String> origins() {
        return Set.copyOf(origins.keySet());
    }
}
