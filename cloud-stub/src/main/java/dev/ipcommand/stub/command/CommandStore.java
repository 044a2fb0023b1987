package dev.ipcommand.stub.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The commands of the last 30 days, numbered in the order of creation.
 *
 * <p>Bounds: 100 000 commands and 32 MiB of payloads and callback URLs, whichever comes first; the oldest go. Threading: safe.
 */
public final class CommandStore {
    private static final Duration RETENTION = Duration.ofDays(30);

    /**
     * How much is kept.
     *
     * @param textBytes memory for what customers write: payloads and callback URLs
     */
    public record Bounds(int commands, long textBytes) {
        public static final Bounds DEFAULT = new Bounds(100_000, 32L << 20);
    }

    private final InstantSource clock;
    private final Bounds bounds;
    private final TreeMap<Long, IpCommand> bySequence = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private long lastSequence;
    private long textBytes;

    public CommandStore(InstantSource clock, Bounds bounds) {
        this.clock = clock;
        this.bounds = bounds;
    }

    /** Adds a command as the newest. */
    public synchronized void add(IpCommand command) {
        purge();
        bySequence.put(++lastSequence, command);
        sequences.put(command.sid(), lastSequence);
        textBytes += textOf(command);
        while (bySequence.size() > bounds.commands() || (textBytes > bounds.textBytes() && bySequence.size() > 1)) {
            removeOldest();
        }
    }

    /** Replaces a command by a later version of itself; does nothing if it is gone. */
    public synchronized void replace(IpCommand command) {
        Long sequence = sequences.get(command.sid());
        if (sequence != null) {
            bySequence.put(sequence, command);
        }
    }

    /** A command of the account that is not too old. */
    public synchronized Optional<IpCommand> find(String accountSid, String sid) {
        purge();
        return Optional.ofNullable(sequences.get(sid))
                .map(bySequence::get)
                .filter(command -> command.sim().accountSid().equals(accountSid));
    }

    /** Up to {@code limit} matching commands older than number {@code before}, newest first, by their numbers. */
    public synchronized List<Map.Entry<Long, IpCommand>> older(long before, int limit, Predicate<IpCommand> filter) {
        purge();
        return take(bySequence.headMap(before, false).descendingMap(), limit, filter);
    }

    /** Up to {@code limit} matching commands newer than number {@code after}, oldest first, by their numbers. */
    public synchronized List<Map.Entry<Long, IpCommand>> newer(long after, int limit, Predicate<IpCommand> filter) {
        purge();
        return take(bySequence.tailMap(after, false), limit, filter);
    }

    /** How many there are. */
    public synchronized int size() {
        purge();
        return bySequence.size();
    }

    private static List<Map.Entry<Long, IpCommand>> take(
            NavigableMap<Long, IpCommand> range, int limit, Predicate<IpCommand> filter) {
        List<Map.Entry<Long, IpCommand>> found = new ArrayList<>();
        for (Map.Entry<Long, IpCommand> entry : range.entrySet()) {
            if (found.size() == limit) {
                break;
            }
            if (filter.test(entry.getValue())) {
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    private void purge() {
        var limit = clock.instant().minus(RETENTION);
        while (!bySequence.isEmpty()
                && !bySequence.firstEntry().getValue().created().isAfter(limit)) {
            removeOldest();
        }
    }

    private void removeOldest() {
        IpCommand oldest = bySequence.pollFirstEntry().getValue();
        sequences.remove(oldest.sid());
        textBytes -= textOf(oldest);
    }

    private static long textOf(IpCommand command) {
        return memory(command.content().payload())
                + command.callback().map(callback -> memory(callback.url())).orElse(0L);
    }

    /** A string takes two bytes a character as soon as one is beyond Latin-1. */
    private static long memory(String text) {
        return (long) text.length() * (text.chars().allMatch(c -> c < 256) ? 1 : 2);
    }
}
