package dev.ipcommand.agent.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A data path that is up: one local port on which datagrams arrive whole and from which they leave.
 *
 * <p><b>Threading.</b> {@link #receive} is called by {@code link-rx} alone, {@link #send} by {@code link-rx} or
 * {@code link-tx}. {@link #close()} may be called by any thread, is idempotent and ends a waiting {@code receive}. No
 * thread that runs foreign code may call any of them: an interrupt would close the socket for good.
 */
public interface DatagramLink extends AutoCloseable {
    /** The longest datagram that is read whole; a longer one is reported with at least this length. */
    int RECEIVE_LIMIT = 2048;

    /** What became of a datagram that was to be sent. */
    enum Outcome {
        SENT,
        /** Not now; the same datagram may be tried again. */
        RETRY,
        /** Whether it left is not known, or it cannot be sent: it is not to be tried again. */
        GIVEN_UP,
        /** The link is gone; the datagram may be tried on the next one. */
        LOST
    }

    /** {@code embedded} or {@code interface}, as in the configuration. */
    String path();

    /** The session's address and the listening port. */
    InetSocketAddress local();

    /** Whether a send is one system call, so that the receiving thread may do it itself. */
    boolean sendsAtOnce();

    /**
     * Waits for a datagram.
     *
     * @param buffer empty, {@link #RECEIVE_LIMIT} bytes; holds the datagram afterwards, not flipped
     * @return its sender, or null if the path does not tell
     * @throws IOException if the link was closed or is gone
     */
    @Nullable
    InetSocketAddress receive(ByteBuffer buffer) throws IOException;

    /** Sends one datagram to the gateway. Never throws. */
    Outcome send(byte[] datagram);

    /**
     * Sends a question of our own to somebody else, from the same port. Never throws. For the probe alone: answers and
     * messages go to the gateway.
     */
    Outcome sendTo(InetSocketAddress peer, byte[] datagram);

    /** What can be seen to be wrong without asking the modem; empty if nothing. Never blocks. */
    default String trouble() {
        return "";
    }

    @Override
    void close();
}
