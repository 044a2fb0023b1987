package dev.ipcommand.stub;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** A device's UDP socket, bound to its address and any port. */
final class Device implements AutoCloseable {
    private final DatagramSocket socket;

    Device(String address) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.setReceiveBufferSize(1 << 20);
        socket.setSoTimeout(20_000);
    }

    int port() {
        return socket.getLocalPort();
    }

    DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return packet;
    }

    byte[] receivePayload() throws IOException {
        DatagramPacket packet = receive();
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    void send(InetSocketAddress gateway, byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, gateway));
    }

    @Override
    public void close() {
        socket.close();
    }
}
