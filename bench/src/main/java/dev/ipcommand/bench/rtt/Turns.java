package dev.ipcommand.bench.rtt;

import dev.ipcommand.bench.live.Percentiles;
import dev.ipcommand.bench.process.ProcessException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Servers that take turns at the same work: what else the machine does meets all of them alike.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Turns {
    /** Turns that are not counted: compilers and caches are warm after them. */
    static final int WARM_UP = 4;

    /** One server's part of one turn. */
    interface Turn {
        long[] nanos(Peer peer) throws IOException;
    }

    private final List<Peer> peers;
    private final List<List<long[]>> times = new ArrayList<>();

    Turns(List<Peer> peers) {
        this.peers = List.copyOf(peers);
        peers.forEach(peer -> times.add(new ArrayList<>()));
    }

    /** Runs some turns and as many as it takes to be warm. */
    Turns run(int turns, Turn work) throws IOException, ProcessException {
        for (int turn = -WARM_UP; turn < turns; turn++) {
            for (int i = 0; i < peers.size(); i++) {
                long[] nanos = one(peers.get(i), work);
                if (turn >= 0) {
                    times.get(i).add(nanos);
                }
            }
        }
        return this;
    }

    private static long[] one(Peer peer, Turn work) throws IOException, ProcessException {
        try {
            return work.nanos(peer);
        } catch (ClosedChannelException overdue) {
            throw new ProcessException(
                    peer.name() + " did not answer" + peer.process().lastLines());
        }
    }

    /** Nanoseconds of all turns of a server, by its place. */
    double percentile(int place, double percent) {
        return new Percentiles(
                        times.get(place).stream().flatMapToLong(Arrays::stream).toArray())
                .at(percent);
    }

    /** The median of the ratios of all turns, each of two medians. */
    double medianRatio(int place, int to) {
        int turns = times.get(place).size();
        double[] ratios = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            double numerator = new Percentiles(times.get(place).get(turn)).at(50);
            ratios[turn] = numerator / new Percentiles(times.get(to).get(turn)).at(50);
        }
        Arrays.sort(ratios);
        return ratios[turns / 2];
    }

    List<Peer> peers() {
        return peers;
    }
}
