package dev.ipcommand.modem;

import java.net.InetSocketAddress;

/**
 * A UDP socket in the modem's own stack.
 *
 * <p><b>Threading.</b> As {@link Modem}: every method blocks, any thread may call.
 */
public interface UdpEndpoint extends AutoCloseable {
    /** What became of a datagram that was to be sent. */
    enum Outcome {
        /** The modem's acceptance line took it. */
        SENT,
        /** Not now (buffer full, busy): the same datagram may be tried again. */
        RETRY,
        /** The endpoint is gone; nothing more can be sent through it. */
        LOST
    }

    /** The longest datagram that one send takes, in bytes. */
    int maxSend();

    /** Whether received datagrams come with their sender's address. */
    boolean reportsSource();

    /**
     * Sends one datagram.
     *
     * @throws IllegalArgumentException if the payload is empty or longer than {@link #maxSend()}
     * @throws ModemException if it is not known whether the modem took it
     */
    Outcome send(InetSocketAddress destination, byte[] payload) throws ModemException, InterruptedException;

    /** Reads until the modem's buffer is empty: the safety net for a lost URC. Does nothing in push mode. */
    void drain() throws ModemException, InterruptedException;

    /** Whether the modem still holds this endpoint open. */
    boolean verify() throws ModemException, InterruptedException;

    /** Closes it in the modem; a modem that says it was closed already is no failure. */
    @Override
    void close() throws ModemException, InterruptedException;
}
