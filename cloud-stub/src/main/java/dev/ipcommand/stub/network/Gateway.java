package dev.ipcommand.stub.network;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The platform's UDP socket: what devices know as 100.64.0.1.
 *
 * <p>Threading: {@link #send} from any thread; receiving on one thread, {@code gateway-rx}, which runs the receiver. The
 * buffer holds the largest datagram there is, so nothing is cut unnoticed.
 */
public final class Gateway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int RECEIVE_BUFFER = 4 << 20;

    /** Takes what devices send. Runs on the receive thread: must be quick. */
    @FunctionalInterface
    public interface Receiver {
        void receive(InetAddress source, int sourcePort, byte[] payload);
    }

    private final DatagramSocket socket;
    private final Thread thread;

    /** Binds; fails if the address or port cannot be had. */
    public Gateway(InetSocketAddress address, Receiver receiver) throws SocketException {
        this.socket = new DatagramSocket(null);
        try {
            // At 2000 datagrams a second the default buffer overflows in a 40 ms pause. The system may grant less.
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.bind(address);
        } catch (SocketException | RuntimeException e) {
            socket.close();
            throw e;
        }
        this.thread = new Thread(() -> receive(receiver), "gateway-rx");
    }

    /** Starts receiving. */
    public void start() {
        thread.start();
    }

    /** Where it is bound, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Bytes of receive buffer the system has granted. */
    public int receiveBuffer() {
        try {
            return socket.getReceiveBufferSize();
        } catch (SocketException e) {
            return 0;
        }
    }

    /** Datagrams the system has dropped because that buffer was full; empty if it does not say (Linux does). */
    public OptionalLong overflowed() {
        InetSocketAddress bound = address();
        int inMachineOrder = ByteBuffer.wrap(bound.getAddress().getAddress())
                .order(ByteOrder.nativeOrder())
                .getInt();
        String local = String.format(Locale.ROOT, "%08X:%04X", inMachineOrder, bound.getPort());
        try {
            for (String table : new String[] {"/proc/net/udp", "/proc/net/udp6"}) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] columns = line.strip().split("\\s+", -1);
                    if (columns[1].endsWith(local)) {
                        return OptionalLong.of(Long.parseLong(columns[columns.length - 1]));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(DEBUG, "no count of overflows: {0}", e.toString());
        }
        return OptionalLong.empty();
    }

    /** Sends one datagram from the gateway's address and port. */
    public void send(String address, int port, byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, InetAddress.getByName(address), port));
    }

    private void receive(Receiver receiver) {
        byte[] buffer = new byte[LARGEST_DATAGRAM];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                packet.setLength(buffer.length);
                socket.receive(packet);
                byte[] payload = Arrays.copyOf(buffer, packet.getLength());
                receiver.receive(packet.getAddress(), packet.getPort(), payload);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.log(WARNING, "gateway receive failed: {0}", e.toString());
                }
            } catch (RuntimeException e) {
                LOG.log(ERROR, "gateway could not handle a datagram", e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
