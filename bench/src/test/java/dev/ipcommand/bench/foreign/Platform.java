package dev.ipcommand.bench.foreign;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/** The far end: sends datagrams to the device and hears its answers. One thread uses it. */
final class Platform implements AutoCloseable {
    static final String ADDRESS = "127.64.0.1";

    private final DatagramSocket socket;

    Platform() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(InetSocketAddress device, byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, device));
    }

    /** The next datagram from the device, if one comes in time. */
    Optional<byte[]> receive(long millis) throws IOException {
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout((int) Math.max(1, millis));
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
