package dev.ipcommand.bench.foreign;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;

/** A socket of the modem's own stack: real UDP on the device's address. */
final class DeviceSocket implements AutoCloseable {
    /** A datagram that arrived. */
    record Arrival(String address, int port, byte[] bytes) {}

    private final DatagramSocket socket;
    private final Thread reader;

    DeviceSocket(String address, int port, Consumer<Arrival> arrivals) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port));
        reader = new Thread(() -> read(arrivals), "foreign-udp");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<Arrival> arrivals) {
        byte[] buffer = new byte[2048];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException closed) {
                return;
            }
            arrivals.accept(new Arrival(
                    packet.getAddress().getHostAddress(), packet.getPort(), Arrays.copyOf(buffer, packet.getLength())));
        }
    }

    boolean send(String address, int port, byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            reader.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
