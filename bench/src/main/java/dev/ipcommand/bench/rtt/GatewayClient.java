package dev.ipcommand.bench.rtt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's socket as a load client.
 *
 * <p><b>Threading.</b> One thread. A second one watches that a blocking wait ends.
 */
final class GatewayClient implements AutoCloseable {
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DatagramChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
    private final Thread watch;
    private volatile long waitingSince;
    private int next;

    GatewayClient(InetSocketAddress address) throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(address);
        channel.configureBlocking(false);
        watch = new Thread(this::watch, "rtt-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch() {
        try {
            while (channel.isOpen()) {
                TimeUnit.SECONDS.sleep(1);
                long since = waitingSince;
                if (since != 0 && System.nanoTime() - since > GIVE_UP_NANOS) {
                    channel.close();
                }
            }
        } catch (InterruptedException | IOException ended) {
            // nobody waits any more
        }
    }

    /**
     * Round trips in which client and server take turns on one processor: what is measured is work and not how fast an
     * idle processor wakes up, which on a virtual machine costs ten times as much as a C server's work.
     *
     * @throws java.nio.channels.ClosedChannelException if an answer does not come within 2 to 3 s
     */
    void echoes(Peer peer, long[] nanos) throws IOException {
        Exchange[] echoes = new Exchange[nanos.length];
        for (int i = 0; i < echoes.length; i++) {
            byte[] bytes = command();
            echoes[i] = new Exchange(bytes, bytes);
        }
        exchange(peer, echoes, nanos);
    }

    /** A datagram and the answer that is waited for. */
    @SuppressWarnings("ArrayRecordComponent")
    record Exchange(byte[] request, byte[] answer) {}

    /** Like {@link #echoes}, with these datagrams. */
    void exchange(Peer peer, Exchange[] exchanges, long[] nanos) throws IOException {
        channel.configureBlocking(true);
        for (int i = 0; i < nanos.length; i++) {
            ByteBuffer expected = ByteBuffer.wrap(exchanges[i].answer());
            out.clear().put(exchanges[i].request()).flip();
            long start = System.nanoTime();
            waitingSince = start;
            channel.send(out, peer.address());
            do {
                in.clear();
                channel.receive(in);
            } while (!in.flip().equals(expected));
            nanos[i] = System.nanoTime() - start;
        }
        waitingSince = 0;
        channel.configureBlocking(false);
    }

    private byte[] command() {
        return nextCommand().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An echo that nobody has asked for yet; its answer is the same text. */
    String nextCommand() {
        return "echo#k" + next++ + ": forty bytes of arguments for one command";
    }

    /**
     * One round trip, waited for by polling.
     *
     * @return nanoseconds until the answer; -1 = none came
     */
    long echo(Peer peer) throws IOException {
        byte[] bytes = command();
        out.clear().put(bytes).flip();
        long start = System.nanoTime();
        channel.send(out, peer.address());
        while (true) {
            in.clear();
            if (channel.receive(in) != null) {
                long end = System.nanoTime();
                if (in.flip().equals(ByteBuffer.wrap(bytes))) {
                    return end - start;
                }
            } else if (System.nanoTime() - start > GIVE_UP_NANOS) {
                return -1;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Sends a command and does not wait. */
    void tell(Peer peer, String text) throws IOException {
        out.clear().put(text.getBytes(StandardCharsets.ISO_8859_1)).flip();
        channel.send(out, peer.address());
    }

    /** Throws away what has come. */
    void drain() throws IOException {
        do {
            in.clear();
        } while (channel.receive(in) != null);
    }

    /** @return how many of {@code count} echoes, sent evenly at a rate, were not answered within 2 s after the last */
    int lost(Peer peer, int perSecond, int count) throws IOException {
        BitSet answered = new BitSet(count);
        long start = System.nanoTime();
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        int sent = 0;
        long last = start;
        while (answered.cardinality() < count && (sent < count || System.nanoTime() - last < GIVE_UP_NANOS)) {
            long now = System.nanoTime();
            if (sent < count && now - start >= sent * pause) {
                tell(peer, "echo#n" + sent++ + ": load");
                last = now;
            }
            take(answered, count);
        }
        return count - answered.cardinality();
    }

    private void take(BitSet answered, int count) throws IOException {
        in.clear();
        if (channel.receive(in) == null) {
            Thread.onSpinWait();
            return;
        }
        in.flip();
        int number = 0;
        int at = "echo#n".length();
        if (in.limit() <= at || in.get(at - 1) != 'n') {
            return;
        }
        while (at < in.limit() && in.get(at) >= '0' && in.get(at) <= '9') {
            number = number * 10 + in.get(at++) - '0';
        }
        if (at < in.limit() && in.get(at) == ':' && number < count) {
            answered.set(number);
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        channel.close();
    }
}
