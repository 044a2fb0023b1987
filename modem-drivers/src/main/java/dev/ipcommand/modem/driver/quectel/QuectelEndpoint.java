package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.FinalResultCode;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.Addresses;
import dev.ipcommand.modem.driver.generic.SocketEndpoint;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A {@code "UDP SERVICE"} socket. Datagrams are read and delivered on the URC thread only, so they stay in order. */
final class QuectelEndpoint extends SocketEndpoint {
    /** TCP/IP manual §2.1.7. */
    private static final int MAX_SEND = 1460;
    /** A drain ends after as many datagrams: the next URC or poll goes on, and others get their turn. */
    private static final int MAX_DRAIN = 256;

    private static final System.Logger LOG = System.getLogger(QuectelEndpoint.class.getName());

    private final QuectelModem modem;
    private final QuectelCommands commands;
    private final int id;
    private final DatagramReceiver receiver;

    QuectelEndpoint(
            QuectelModem modem, AtChannel channel, QuectelCommands commands, int id, DatagramReceiver receiver) {
        super(channel, () -> commands.isOpen(id));
        this.modem = modem;
        this.commands = commands;
        this.id = id;
        this.receiver = receiver;
    }

    @Override
    public int maxSend() {
        return MAX_SEND;
    }

    @Override
    public boolean reportsSource() {
        return true;
    }

    @Override
    public Outcome send(InetSocketAddress destination, byte[] payload) throws ModemException, InterruptedException {
        if (payload.length == 0 || payload.length > MAX_SEND) {
            throw new IllegalArgumentException("payload: " + payload.length + " bytes, allowed are 1 to " + MAX_SEND);
        }
        if (isLost()) {
            return Outcome.LOST;
        }
        try {
            channel().execute(commands.send(id, destination, payload.clone()));
            return Outcome.SENT;
        } catch (AtException.Refused e) {
            if (e.response().result().kind() == FinalResultCode.Kind.SEND_FAIL) {
                return Outcome.RETRY;
            }
            return verify() ? Outcome.RETRY : Outcome.LOST;
        }
    }

    @Override
    public void drain() throws ModemException, InterruptedException {
        channel().inOrder(() -> {
            readAll();
            return id;
        });
    }

    /** On the URC thread. */
    void drainOnUrc() {
        onUrc(this::readAll);
    }

    private void readAll() throws ModemException, InterruptedException {
        for (int i = 0; i < MAX_DRAIN && !isLost(); i++) {
            Optional<AtResponse.Line> found;
            try {
                found = channel().execute(commands.read(id));
            } catch (AtException.Refused e) {
                // In push mode there is nothing to read, and a closed socket is told by its own URC.
                LOG.log(Level.DEBUG, "read: {0}", e.getMessage());
                return;
            }
            if (found.isEmpty()) {
                return;
            }
            byte[] data = found.get().data();
            if (data != null) {
                deliver(data, AtParameters.of(found.get().text().substring("+QIRD:".length())), 1);
            }
        }
    }

    /** On the URC thread. */
    void deliver(byte[] data, AtParameters p, int address) {
        receiver.receive(data, Addresses.socketAddress(p, address));
    }

    @Override
    public void close() throws ModemException, InterruptedException {
        lose();
        modem.forget(this);
        try {
            channel().execute(commands.close(id));
        } catch (AtException.Refused e) {
            LOG.log(Level.DEBUG, "close: {0}", e.getMessage());
        }
    }
}
