package dev.ipcommand.stub.network;

import dev.ipcommand.stub.network.Conditions.Way;
import java.util.ArrayDeque;

/**
 * One Sim in one direction: its dice, and what of its datagrams is under way. Only {@link AirLink} touches it, under its
 * lock. All times are nanoseconds of network time.
 */
final class Lane {
    /** A datagram that waits for its device to listen. */
    record Held(Datagram datagram, long since) {}

    /** A datagram and what the dice said. */
    record Datagram(int bytes, Fate.Cast cast, AirLink.Arrival arrival) {}

    final String simSid;
    final Way way;
    final Fate fate;
    /** Datagrams that wait for the device to listen, oldest first. */
    final ArrayDeque<Held> held = new ArrayDeque<>();
    /** When the latest datagram that keeps the order is due. */
    long lastDue = Long.MIN_VALUE;
    /** When the device sent last; half of the least, so that differences do not overflow. */
    long sent = Long.MIN_VALUE / 2;
    /** The session of the datagrams under way. */
    int session;
    /** Datagrams between leaving and arriving. */
    int flying;
    /** Of those, the ones that nothing may overtake. */
    int inOrder;
    /** Bytes of those and of the held ones. */
    long bytes;

    Lane(String simSid, Way way, long seed) {
        this.simSid = simSid;
        this.way = way;
        this.fate = new Fate(seed);
    }

    int underWay() {
        return held.size() + flying;
    }
}
