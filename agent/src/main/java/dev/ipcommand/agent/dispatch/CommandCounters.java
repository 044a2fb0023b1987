package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.security.Refusal;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the datagrams. Every one is counted on arrival and once more when its fate is known:
 *
 * <ul>
 *   <li><b>handled</b>: a handler ran, whatever its status, also if it was interrupted at its deadline
 *   <li><b>repeated</b>: the stored answer of an earlier one was sent, or will be: the earlier one is still under way
 *   <li><b>rejected</b>: a command that never reached its handler: not found, not allowed, a bad id, its queue full,
 *       waited too long, the handler unavailable. It was answered, except for a raw route
 *   <li><b>dropped</b>: never answered: malformed, too long, a token that was refused, over the rate limit
 *   <li><b>in flight</b>: waits or runs
 * </ul>
 *
 * <p><b>Threading.</b> Any thread. A snapshot is taken under the lock that every count takes.
 */
public final class CommandCounters {
    /** A datagram's fate. */
    enum Outcome {
        HANDLED,
        REPEATED,
        REJECTED,
        DROPPED
    }

    /** {@code received} is the sum of the others. */
    public record Snapshot(long received, long handled, long repeated, long rejected, long dropped, long inFlight) {}

    private long received;
    private long handled;
    private long repeated;
    private long rejected;
    private long dropped;
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);

    synchronized void received() {
        received++;
    }

    synchronized void settled(Outcome outcome) {
        switch (outcome) {
            case HANDLED -> handled++;
            case REPEATED -> repeated++;
            case REJECTED -> rejected++;
            case DROPPED -> dropped++;
        }
    }

    /** A token was refused; its datagram is settled besides. */
    synchronized void refused(Refusal cause) {
        refused.merge(cause, 1L, Long::sum);
    }

    /** How many tokens were refused by cause; causes that never occurred are missing. */
    public synchronized Map<Refusal, Long> refusals() {
        return Map.copyOf(refused);
    }

    /** The counts of one moment. */
    public synchronized Snapshot snapshot() {
        long inFlight = received - handled - repeated - rejected - dropped;
        return new Snapshot(received, handled, repeated, rejected, dropped, inFlight);
    }
}
