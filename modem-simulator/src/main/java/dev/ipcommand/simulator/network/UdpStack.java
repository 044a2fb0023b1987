package dev.ipcommand.simulator.network;

import java.io.IOException;

/** Where the modem's embedded sockets come from. Any thread may call it. */
public interface UdpStack extends AutoCloseable {
    /** Takes datagrams, on a thread of the stack's choice. */
    @FunctionalInterface
    interface Receiver {
        /** Takes one; the array is the receiver's. */
        void received(String address, int port, byte[] payload);
    }

    /** A bound socket. */
    interface Socket extends AutoCloseable {
        /** The local port. */
        int port();

        /** Sends one datagram without waiting. */
        void send(String address, int port, byte[] payload) throws IOException;

        /** Closes it; nothing is received afterwards. */
        @Override
        void close();
    }

    /**
     * Binds a socket.
     *
     * @param port 0 = any
     * @throws IOException if the address is not ours or the port is taken
     */
    Socket bind(String address, int port, Receiver receiver) throws IOException;

    /** Closes every socket. */
    @Override
    void close();
}
