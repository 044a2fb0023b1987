package dev.ipcommand.modem.driver.simcomca;

import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.Addresses;
import dev.ipcommand.modem.driver.generic.SocketEndpoint;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A CA UDP server. Datagrams are read and delivered on the URC thread only, so they stay in order.
 *
 * <p>A server has one destination at a time, set by a command of its own: setting it and sending are one step under
 * {@code sending}. It is set for each datagram, since nothing says whether a datagram from somebody else changes it, and
 * an answer must never go to whoever spoke last.
 */
final class SimcomCaEndpoint extends SocketEndpoint {
    /** AT manual, {@code +CASEND}. */
    private static final int MAX_SEND = 1460;
    /** AT manual: cid 0 to 12. */
    private static final int MAX_CID = 12;
    /** A drain ends after as many datagrams: the next URC or poll goes on, and others get their turn. */
    private static final int MAX_DRAIN = 256;

    private static final System.Logger LOG = System.getLogger(SimcomCaEndpoint.class.getName());

    private final SimcomCaModem modem;
    private final SimcomCaCommands commands;
    private final int cid;
    private final DatagramReceiver receiver;
    private final ReentrantLock sending = new ReentrantLock();
    /** Sockets that {@code +CANEW} says the server made for a peer: the note's own trace has one, the manual none. */
    private final Set<Integer> ofPeers = new ConcurrentSkipListSet<>();

    private volatile boolean reportsSource;
    private volatile boolean pushes;
    private volatile boolean listening;
    /** Which form of the address this modem took last; guarded by {@code sending}. */
    private boolean quotesAddress;
    /** The last pushed datagram of a socket that nobody has announced yet; URC thread only. */
    private @Nullable Early early;

    @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed over, never compared
    private record Early(int socket, byte[] data, AtParameters header) {}

    SimcomCaEndpoint(
            SimcomCaModem modem, AtChannel channel, SimcomCaCommands commands, int cid, DatagramReceiver receiver) {
        super(channel, () -> commands.isOpen(cid));
        this.modem = modem;
        this.commands = commands;
        this.cid = cid;
        this.receiver = receiver;
    }

    void reportsSource(boolean value) {
        reportsSource = value;
    }

    /** On the URC thread, in the order of the stream: news of a socket that was closed before is not ours. */
    void listens(boolean pushing) {
        pushes = pushing;
        listening = true;
    }

    boolean isListening() {
        return listening;
    }

    @Override
    public int maxSend() {
        return MAX_SEND;
    }

    @Override
    public boolean reportsSource() {
        return reportsSource;
    }

    // ---- sending

    @Override
    public Outcome send(InetSocketAddress destination, byte[] payload) throws ModemException, InterruptedException {
        if (payload.length == 0 || payload.length > MAX_SEND) {
            throw new IllegalArgumentException("payload: " + payload.length + " bytes, allowed are 1 to " + MAX_SEND);
        }
        if (!(destination.getAddress() instanceof Inet4Address)) {
            throw new IllegalArgumentException("destination: not an IPv4 address");
        }
        if (isLost()) {
            return Outcome.LOST;
        }
        sending.lockInterruptibly();
        try {
            int through = socketTo(destination);
            if (through >= 0 && accepts(commands.send(through, payload.clone()))) {
                return Outcome.SENT;
            }
        } finally {
            sending.unlock();
        }
        return verify() ? Outcome.RETRY : Outcome.LOST;
    }

    /** The socket that takes that destination: the server's own, else one that it made for a peer; -1 if none. */
    private int socketTo(InetSocketAddress destination) throws ModemException, InterruptedException {
        for (int candidate : sockets()) {
            if (accepts(commands.setDestination(candidate, destination, quotesAddress))) {
                return candidate;
            }
            if (accepts(commands.setDestination(candidate, destination, !quotesAddress))) {
                quotesAddress = !quotesAddress;
                return candidate;
            }
        }
        return -1;
    }

    private boolean accepts(AtCommand<?> command) throws ModemException, InterruptedException {
        try {
            channel().execute(command);
            return true;
        } catch (AtException.Refused e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
            return false;
        }
    }

    private List<Integer> sockets() {
        List<Integer> all = new ArrayList<>(List.of(cid));
        all.addAll(ofPeers);
        return all;
    }

    // ---- receiving

    /** Whether news of that socket is news of ours. */
    boolean owns(int socket) {
        return socket == cid || ofPeers.contains(socket);
    }

    /** On the URC thread. A socket made for a peer has been closed. */
    boolean dropPeer(int socket) {
        return ofPeers.remove(socket);
    }

    /** On the URC thread. {@code +CANEW: <server>,<socket>,<ip>,<port>}. */
    void onPeer(AtParameters p) {
        int socket = p.number(1).orElse(-1);
        if (p.number(0).orElse(-1) != cid || socket < 0 || socket > MAX_CID) {
            return;
        }
        if (socket != cid) {
            ofPeers.add(socket);
        }
        Early waiting = early;
        early = null;
        if (waiting != null && waiting.socket() == socket) {
            deliverPushed(waiting.data(), waiting.header());
        }
        drainOnUrc(socket);
    }

    /** On the URC thread. The note's trace announces a peer after its first data, so one datagram waits for that. */
    void holdForPeer(int socket, byte[] data, AtParameters header) {
        early = new Early(socket, data, header);
    }

    @Override
    public void drain() throws ModemException, InterruptedException {
        if (pushes) {
            return;
        }
        channel().inOrder(() -> {
            for (int socket : sockets()) {
                readAll(socket);
            }
            return cid;
        });
    }

    /** On the URC thread. */
    void drainOnUrc(int socket) {
        onUrc(() -> readAll(socket));
    }

    /** No second URC comes before the buffer is empty, so it is read until then. */
    private void readAll(int socket) throws ModemException, InterruptedException {
        for (int i = 0; i < MAX_DRAIN && !isLost(); i++) {
            Optional<AtResponse.Line> found;
            try {
                found = channel().execute(commands.read(socket));
            } catch (AtException.Refused e) {
                // In push mode there is nothing to read, and a closed socket is told by its own URC.
                LOG.log(Level.DEBUG, "read: {0}", e.getMessage());
                return;
            }
            if (found.isEmpty()) {
                return;
            }
            deliverRead(found.get().text(), found.get().data());
        }
    }

    /** On the URC thread. {@code +CARECV: [<ip>,<port>,]<len>,} and its data. */
    void deliverRead(String header, byte @Nullable [] data) {
        if (data != null && data.length > 0) {
            deliver(data, SimcomCaCommands.parameters(header), 0);
        }
    }

    /** On the URC thread. {@code +CAURC: "recv",<cid>,<len>[,<ip>,<port>]} and its data. */
    void deliverPushed(byte[] data, AtParameters header) {
        deliver(data, header, 3);
    }

    private void deliver(byte[] data, AtParameters p, int address) {
        receiver.receive(data, Addresses.socketAddress(p, address));
    }

    // ---- the end

    @Override
    public void close() throws ModemException, InterruptedException {
        lose();
        modem.forget(this);
        for (int socket : sockets()) {
            accepts(commands.close(socket));
        }
    }
}
