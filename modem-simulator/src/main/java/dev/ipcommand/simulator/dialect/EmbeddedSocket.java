package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Outages;
import dev.ipcommand.simulator.network.Ipv4;
import dev.ipcommand.simulator.network.UdpStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A UDP socket of the modem's own stack, with a receive buffer as small as theirs. Used on the timeline only. */
final class EmbeddedSocket {
    /** What a modem holds for a DTE that does not read. */
    private static final int BUFFER_BYTES = 20_480;

    private static final int BUFFER_DATAGRAMS = 64;

    /** A received datagram. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Datagram(String address, int port, byte[] payload) {}

    private final Modem modem;
    private final int id;
    private final int mode;
    private final Deque<Datagram> buffer = new ArrayDeque<>();
    private final BiConsumer<EmbeddedSocket, Datagram> arrived;
    private UdpStack.@Nullable Socket socket;
    private int port;
    private int buffered;
    private int capacity = BUFFER_BYTES;
    private long received;
    private long read;
    private long sent;
    private boolean armed = true;

    /** A socket that is not open yet; {@code arrived} decides what to do with a datagram. */
    EmbeddedSocket(Modem modem, int id, int mode, BiConsumer<EmbeddedSocket, Datagram> arrived) {
        this.modem = modem;
        this.id = id;
        this.mode = mode;
        this.arrived = arrived;
    }

    int id() {
        return id;
    }

    int mode() {
        return mode;
    }

    int port() {
        return port;
    }

    long received() {
        return received;
    }

    long read() {
        return read;
    }

    long sent() {
        return sent;
    }

    /** How many bytes it holds for a DTE that does not read. */
    void hold(int bytes) {
        capacity = bytes;
    }

    int buffered() {
        return buffered;
    }

    boolean isOpen() {
        return socket != null;
    }

    /** Whether a URC may announce data: edge-triggered. */
    boolean isArmed() {
        return armed;
    }

    void arm(boolean now) {
        armed = now;
    }

    void open(int wanted) throws IOException {
        UdpStack.Socket bound = modem.parts()
                .sockets()
                .bind(modem.session().address(), wanted, (from, at, payload) -> modem.parts()
                        .timeline()
                        .execute(() -> take(new Datagram(from, at, payload))));
        socket = bound;
        port = bound.port();
    }

    /** Takes a datagram, from the network or made up by a fault. */
    void take(Datagram datagram) {
        if (socket == null || !reaches()) {
            modem.count("datagrams_missed", 1);
            return;
        }
        received += datagram.payload().length;
        modem.count("datagrams_received", 1);
        arrived.accept(this, datagram);
    }

    private boolean reaches() {
        return modem.radio().isRegistered() && !modem.outages().isOn(Outages.Kind.BLACK_HOLE);
    }

    /** Keeps a datagram for a read; drops it if the buffer is full. */
    boolean keep(Datagram datagram) {
        if (buffer.size() >= BUFFER_DATAGRAMS || buffered + datagram.payload().length > capacity) {
            modem.count("datagrams_dropped", 1);
            return false;
        }
        buffer.addLast(datagram);
        buffered += datagram.payload().length;
        return true;
    }

    int datagrams() {
        return buffer.size();
    }

    /** The oldest datagram, whole. */
    @Nullable
    Datagram next() {
        Datagram datagram = buffer.pollFirst();
        if (datagram != null) {
            buffered -= datagram.payload().length;
            read += datagram.payload().length;
        }
        return datagram;
    }

    /** So many bytes of the oldest datagram at most; the rest stays. */
    @Nullable
    Datagram piece(int most) {
        Datagram whole = next();
        if (whole == null || whole.payload().length <= most) {
            return whole;
        }
        byte[] payload = whole.payload();
        byte[] rest = Arrays.copyOfRange(payload, most, payload.length);
        putBack(new Datagram(whole.address(), whole.port(), rest));
        return new Datagram(whole.address(), whole.port(), Arrays.copyOf(payload, most));
    }

    /** As a stream: datagrams run together, and one may be cut in two. */
    byte[] stream(int most) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (data.size() < most) {
            Datagram next = piece(most - data.size());
            if (next == null) {
                break;
            }
            data.writeBytes(next.payload());
        }
        return data.toByteArray();
    }

    /** Puts the unread end of a datagram back. */
    private void putBack(Datagram rest) {
        buffer.addFirst(rest);
        buffered += rest.payload().length;
        read -= rest.payload().length;
    }

    /** Sends; what the network does not take is lost without a word, as in UDP. */
    void send(String address, int to, byte[] payload) {
        sent += payload.length;
        UdpStack.Socket open = socket;
        if (open == null || !reaches() || !Ipv4.isLiteral(address)) {
            modem.count("datagrams_unsent", 1);
            return;
        }
        try {
            open.send(address, to, payload);
            modem.count("datagrams_sent", 1);
        } catch (IOException e) {
            modem.count("datagrams_unsent", 1);
        }
    }

    /** Closes it towards the network; what was received stays readable. */
    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", id);
        all.put("port", port);
        all.put("open", isOpen());
        all.put("buffered", buffered);
        all.put("received_bytes", received);
        all.put("sent_bytes", sent);
        return all;
    }
}
