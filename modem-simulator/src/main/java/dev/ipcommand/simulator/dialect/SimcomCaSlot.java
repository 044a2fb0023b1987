package dev.ipcommand.simulator.dialect;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SIM7070/7080/7090: one of the thirteen connections, open or not, with what {@code +CACFG} set for it. */
final class SimcomCaSlot {
    static final int PUSH = 1;
    private static final int FIRST_BUFFER = 10_240;
    private static final int MOST_PEERS = 64;

    private final int cid;
    private final Set<String> peers = new LinkedHashSet<>();
    private @Nullable EmbeddedSocket socket;
    private int localPort;
    private int receiveBuffer = FIRST_BUFFER;
    private boolean asynchronous;
    private int context;
    private boolean client;
    private String remoteAddress = "";
    private int remotePort;
    private boolean full;

    SimcomCaSlot(int cid) {
        this.cid = cid;
    }

    int cid() {
        return cid;
    }

    /** Its socket, if it is open. */
    @Nullable
    EmbeddedSocket socket() {
        return socket;
    }

    boolean isOpen() {
        return socket != null;
    }

    /** Whether it was opened towards one peer ({@code +CAOPEN}) and not as a server. */
    boolean isClient() {
        return client;
    }

    int context() {
        return context;
    }

    int localPort() {
        return localPort;
    }

    void setLocalPort(int port) {
        localPort = port;
    }

    void setReceiveBuffer(int bytes) {
        receiveBuffer = bytes;
    }

    /** Whether the result of {@code +CAOPEN} comes after its {@code OK}. */
    boolean isAsynchronous() {
        return asynchronous;
    }

    void setAsynchronous(boolean on) {
        asynchronous = on;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    int remotePort() {
        return remotePort;
    }

    void setRemote(String address, int port) {
        remoteAddress = address;
        remotePort = port;
    }

    /** Becomes a connection on a context. */
    void open(EmbeddedSocket bound, int on, boolean asClient) {
        socket = bound;
        context = on;
        client = asClient;
        full = false;
        peers.clear();
        bound.hold(receiveBuffer);
    }

    /** Notes that a datagram did not fit; true the first time since the last read. */
    boolean overflow() {
        boolean first = !full;
        full = true;
        return first;
    }

    /** Notes that there is room again. */
    void drained() {
        full = false;
    }

    /** Whether a server sees this peer for the first time; what it remembers is bounded. */
    boolean meets(EmbeddedSocket.Datagram datagram) {
        if (peers.size() >= MOST_PEERS) {
            peers.clear();
        }
        return !client && peers.add(datagram.address() + ":" + datagram.port());
    }

    /** Whether a datagram comes from the peer of a client. */
    boolean isPeer(EmbeddedSocket.Datagram datagram) {
        return datagram.address().equals(remoteAddress) && datagram.port() == remotePort;
    }

    /** Closes it; what {@code +CACFG} set for the next opening stays. */
    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
        remoteAddress = "";
        remotePort = 0;
    }

    /** Closes it and forgets its settings: the modem restarts. */
    void reset() {
        close();
        localPort = 0;
        receiveBuffer = FIRST_BUFFER;
        asynchronous = false;
    }
}
