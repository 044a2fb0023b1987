package dev.ipcommand.agent.link;

import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The {@code embedded} path: a UDP socket of the modem's own stack, over AT.
 *
 * <p>What the modem hands over waits in a bounded queue for {@code link-rx}; when it is full the newest is dropped and
 * counted, as a socket's buffer would.
 */
public final class EmbeddedLink implements DatagramLink, DatagramReceiver {
    private static final Logger LOG = System.getLogger("link");
    private static final int QUEUE = 256;
    private static final Received END = new Received(new byte[0], null, true);

    private record Received(byte[] payload, @Nullable InetSocketAddress source, boolean isEnd) {}

    private final BlockingQueue<Received> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong overflow = new AtomicLong();
    private final InetSocketAddress local;
    private final InetSocketAddress gateway;
    private volatile @Nullable UdpEndpoint endpoint;
    private volatile boolean closed;

    public EmbeddedLink(InetSocketAddress local, InetSocketAddress gateway) {
        this.local = local;
        this.gateway = gateway;
    }

    /** Gives it the endpoint, which may have delivered datagrams already. */
    public void attach(UdpEndpoint opened) {
        endpoint = opened;
    }

    /** Datagrams that found the queue full. */
    public long overflowed() {
        return overflow.get();
    }

    @Override
    public void receive(byte[] payload, @Nullable InetSocketAddress source) {
        if (!queue.offer(new Received(payload, source, false)) && overflow.getAndIncrement() == 0) {
            LOG.log(Level.WARNING, "the queue of received datagrams is full, dropping");
        }
    }

    @Override
    public String path() {
        return "embedded";
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public boolean sendsAtOnce() {
        return false;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        try {
            // What the modem handed over before the end is still delivered.
            Received next = closed ? queue.poll() : queue.take();
            if (next == null || next.isEnd()) {
                throw new ClosedChannelException();
            }
            buffer.put(next.payload(), 0, Math.min(next.payload().length, buffer.remaining()));
            return next.source();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedChannelException();
        }
    }

    @Override
    public Outcome send(byte[] datagram) {
        return sendTo(gateway, datagram);
    }

    @Override
    public Outcome sendTo(InetSocketAddress peer, byte[] datagram) {
        UdpEndpoint open = endpoint;
        if (closed || open == null) {
            return Outcome.LOST;
        }
        if (datagram.length == 0 || datagram.length > open.maxSend()) {
            LOG.log(
                    Level.WARNING,
                    "this modem sends 1 to {0} bytes at a time, not {1}",
                    open.maxSend(),
                    datagram.length);
            return Outcome.GIVEN_UP;
        }
        try {
            return switch (open.send(peer, datagram)) {
                case SENT -> Outcome.SENT;
                case RETRY -> Outcome.RETRY;
                case LOST -> Outcome.LOST;
            };
        } catch (ModemException e) {
            LOG.log(Level.WARNING, "not known whether the modem sent a datagram: {0}", e.getMessage());
            return e.kind() == ModemException.Kind.REFUSED ? Outcome.RETRY : Outcome.GIVEN_UP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.LOST;
        }
    }

    /** Ends the receiving side at once; the modem's socket is closed by {@link #closeEndpoint()}. */
    @Override
    public void close() {
        closed = true;
        // Wakes a receiver that waits. If the queue is full nobody waits, and the flag ends it when it is empty.
        if (!queue.offer(END)) {
            LOG.log(Level.DEBUG, "closed with a full queue");
        }
    }

    /** Closes the modem's socket; blocks as the modem does. */
    public void closeEndpoint() throws InterruptedException {
        UdpEndpoint open = endpoint;
        endpoint = null;
        if (open != null) {
            try {
                open.close();
            } catch (ModemException e) {
                LOG.log(Level.DEBUG, "closing the modem''s socket: {0}", e.getMessage());
            }
        }
    }

    /** Asks the modem whether the socket is still open, and reads what a lost URC left behind. */
    public boolean verify() throws ModemException, InterruptedException {
        UdpEndpoint open = endpoint;
        if (open == null || !open.verify()) {
            return false;
        }
        open.drain();
        return true;
    }
}
