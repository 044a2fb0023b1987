package dev.ipcommand.simulator.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real UDP sockets of this machine; one thread called {@code sockets} receives for all. */
public final class NioUdpStack implements UdpStack {
    private static final System.Logger LOG = System.getLogger(NioUdpStack.class.getName());
    private static final int LONGEST = 65_535;
    private static final long RELEASE_MILLIS = 200;
    private static final int KERNEL_BUFFER = 1 << 20;

    private final Selector selector;
    private final Thread thread;
    private final Queue<CountDownLatch> releases = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Starts the thread. */
    public NioUdpStack() throws IOException {
        selector = Selector.open();
        thread = new Thread(this::receiveAll, "sockets");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Socket bind(String address, int port, Receiver receiver) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
            channel.bind(new InetSocketAddress(Ipv4.address(address), port));
            InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
            channel.register(selector, SelectionKey.OP_READ, receiver);
            selector.wakeup();
            return new BoundSocket(channel, local.getPort());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void receiveAll() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
        while (!closed) {
            try {
                selector.select(key -> receive(key, buffer));
                CountDownLatch released = releases.poll();
                while (released != null) {
                    selector.selectNow(key -> receive(key, buffer));
                    released.countDown();
                    released = releases.poll();
                }
            } catch (IOException | ClosedSelectorException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "the sockets failed", e);
                }
                return;
            }
        }
    }

    private static void receive(SelectionKey key, ByteBuffer buffer) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        Receiver receiver = (Receiver) key.attachment();
        try {
            while (true) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                if (from == null) {
                    return;
                }
                byte[] payload = new byte[buffer.flip().remaining()];
                buffer.get(payload);
                receiver.received(from.getAddress().getHostAddress(), from.getPort(), payload);
            }
        } catch (ClosedChannelException closedMeanwhile) {
            key.cancel();
        } catch (IOException e) {
            // An ICMP error of an earlier send, for example: the socket lives on.
            LOG.log(System.Logger.Level.DEBUG, "receive failed: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            thread.join(1000);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "close failed: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class BoundSocket implements Socket {
        private final DatagramChannel channel;
        private final int port;

        BoundSocket(DatagramChannel channel, int port) {
            this.channel = channel;
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void send(String address, int to, byte[] payload) throws IOException {
            channel.send(ByteBuffer.wrap(payload), new InetSocketAddress(Ipv4.address(address), to));
        }

        @Override
        public void close() {
            try {
                channel.close();
                // The kernel keeps the port until the selector has let go of the key.
                CountDownLatch released = new CountDownLatch(1);
                releases.add(released);
                selector.wakeup();
                if (!released.await(RELEASE_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.log(System.Logger.Level.DEBUG, "port {0} is not released yet", port);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "close failed: {0}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
