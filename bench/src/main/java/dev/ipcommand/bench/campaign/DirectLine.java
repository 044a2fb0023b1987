package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.process.PortBlock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The gateway's socket without the platform behind it: datagrams straight to an agent and back.
 *
 * <p><b>Threading.</b> One thread.
 */
final class DirectLine implements AutoCloseable {
    private static final String GATEWAY = "127.64.0.1";

    private final DatagramSocket socket;
    private final InetSocketAddress agent;
    private final byte[] buffer = new byte[2048];

    /** @param ports of a rig whose stub does not run: this takes its place */
    DirectLine(PortBlock ports) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(GATEWAY), ports.gateway()));
        socket.setReceiveBufferSize(1 << 20);
        agent = new InetSocketAddress(InetAddress.getByName(ports.deviceAddress()), ports.listener());
    }

    void send(String command) throws IOException {
        byte[] bytes = command.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, agent));
    }

    /** The next datagram; empty if none comes in time. */
    Optional<String> receive(Duration patience) throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        // 0 would wait for ever.
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        try {
            socket.receive(packet);
            return Optional.of(new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
        } catch (SocketTimeoutException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
