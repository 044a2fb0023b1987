package dev.ipcommand.bench.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices: one UDP socket for each Sim, at an address of its own. Notes when each command came and whether the commands
 * of a Sim came in the order in which they were accepted.
 *
 * <p><b>Threading.</b> A thread of its own receives until {@link #close}; the figures may be read from any.
 */
final class Devices implements AutoCloseable {
    private static final int SOCKET_BUFFER = 1 << 20;
    private static final Pattern PAYLOAD = Pattern.compile("sim=([0-9]{1,6}) command=([0-9]{1,9}) .*");

    private final Selector selector;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final int port;
    private final Thread receiver;
    private final int[] lastOfSim;
    private long[] arrivals = new long[0];
    private int arrived;
    private int outOfOrder;
    private int foreign;

    /** Binds {@code sims} sockets to this port. */
    Devices(int sims, int port) throws IOException {
        this.port = port;
        this.lastOfSim = new int[sims];
        this.selector = Selector.open();
        for (int sim = 0; sim < sims; sim++) {
            DatagramChannel channel = DatagramChannel.open();
            channels.add(channel);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.bind(new InetSocketAddress(InetAddress.getByName(address(sim)), port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, sim);
        }
        receiver = new Thread(this::receive, "devices");
        receiver.setDaemon(true);
    }

    void start() {
        receiver.start();
    }

    /** Each block of ports has addresses of its own, so that two runs can go side by side. */
    String address(int sim) {
        return "127." + (70 + (port & 0x1F)) + "." + (1 + sim / 200) + "." + (1 + sim % 200);
    }

    /** The payload of a command, filled up to {@code size} bytes. */
    static String payload(int sim, int command, int size) {
        StringBuilder text = new StringBuilder("sim=" + sim + " command=" + command + " ");
        while (text.length() < size) {
            text.append('.');
        }
        return text.toString();
    }

    /** Forgets what came before; commands are numbered from 1 to {@code commands}. */
    synchronized void expect(int commands) {
        arrivals = new long[commands + 1];
        java.util.Arrays.fill(lastOfSim, 0);
        arrived = 0;
        outOfOrder = 0;
        foreign = 0;
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        try {
            while (selector.select() >= 0 && selector.isOpen()) {
                for (SelectionKey key : selector.selectedKeys()) {
                    drain((DatagramChannel) key.channel(), (int) key.attachment(), buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException closed) {
            // by close()
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void drain(DatagramChannel channel, int sim, ByteBuffer buffer) throws IOException {
        while (channel.receive(buffer.clear()) != null) {
            long now = System.nanoTime();
            Matcher payload = PAYLOAD.matcher(StandardCharsets.UTF_8.decode(buffer.flip()));
            if (payload.matches() && Integer.parseInt(payload.group(1)) == sim) {
                arrive(sim, Integer.parseInt(payload.group(2)), now);
            } else {
                arrive(sim, 0, now);
            }
        }
    }

    private synchronized void arrive(int sim, int command, long now) {
        if (command < 1 || command >= arrivals.length) {
            foreign++;
            return;
        }
        if (arrivals[command] == 0) {
            arrived++;
            arrivals[command] = now;
        }
        if (command <= lastOfSim[sim]) {
            outOfOrder++;
        }
        lastOfSim[sim] = command;
        notifyAll();
    }

    /** Waits until every command is here, or no further one has come for {@code quietMillis}; returns how many are. */
    synchronized int awaitAll(long quietMillis) throws InterruptedException {
        int seen = -1;
        while (arrived < arrivals.length - 1 && arrived != seen) {
            seen = arrived;
            long end = System.nanoTime() + quietMillis * 1_000_000L;
            for (long left = quietMillis; left > 0 && arrived < arrivals.length - 1; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000L;
            }
        }
        return arrived;
    }

    /** When each command came, by its number; 0 = it did not. */
    synchronized long[] arrivals() {
        return arrivals.clone();
    }

    /** Commands that came after a later one of the same Sim, or twice. */
    synchronized int outOfOrder() {
        return outOfOrder;
    }

    /** Datagrams at a wrong device, or with something else in them. */
    synchronized int foreign() {
        return foreign;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
