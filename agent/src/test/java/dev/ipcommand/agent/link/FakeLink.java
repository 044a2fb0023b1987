package dev.ipcommand.agent.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A link that a test feeds and empties. */
final class FakeLink implements DatagramLink {
    private static final byte[] END = new byte[0];

    final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    /** One permit for each datagram that is waited for: with the second the first has been dealt with. */
    final Semaphore receives = new Semaphore(0);

    final BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<String> senders = new LinkedBlockingQueue<>();
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> arriving = new LinkedBlockingQueue<>();
    private final boolean atOnce;
    volatile String trouble = "";
    private volatile boolean closed;

    FakeLink(boolean atOnce) {
        this.atOnce = atOnce;
    }

    void arrives(byte[] datagram) {
        arriving.add(datagram);
    }

    void breaks() {
        arriving.add(END);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String path() {
        return "interface";
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress(0);
    }

    @Override
    public boolean sendsAtOnce() {
        return atOnce;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        receives.release();
        try {
            byte[] next = arriving.take();
            if (next.length == 0) {
                throw new ClosedChannelException();
            }
            buffer.put(next);
            return null;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Outcome send(byte[] datagram) {
        Outcome outcome = outcomes.poll();
        if (outcome == null || outcome == Outcome.SENT) {
            senders.add(Thread.currentThread().getName());
            sent.add(datagram);
            return Outcome.SENT;
        }
        return outcome;
    }

    @Override
    public Outcome sendTo(InetSocketAddress peer, byte[] datagram) {
        asked.add(datagram);
        return Outcome.SENT;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed = true;
        arriving.add(END);
    }
}
