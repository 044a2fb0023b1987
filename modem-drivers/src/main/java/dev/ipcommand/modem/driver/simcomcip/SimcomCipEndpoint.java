package dev.ipcommand.modem.driver.simcomcip;

import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.driver.generic.SocketEndpoint;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One CIP link bound to a local UDP port. */
final class SimcomCipEndpoint extends SocketEndpoint {
    /** §11.1.6. */
    private static final int MAX_SEND = 1500;

    private static final int MAX_DRAIN = 256;

    private final SimcomCipModem modem;
    private final SimcomCipCommands commands;
    private final int link;
    private final DatagramReceiver receiver;

    SimcomCipEndpoint(
            SimcomCipModem modem, AtChannel channel, SimcomCipCommands commands, int link, DatagramReceiver receiver) {
        super(channel, () -> commands.isOpen(link));
        this.modem = modem;
        this.commands = commands;
        this.link = link;
        this.receiver = receiver;
    }

    int link() {
        return link;
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
            return outcome(channel().execute(commands.send(link, destination, payload.clone())), payload.length);
        } catch (AtException.Refused e) {
            return verify() ? Outcome.RETRY : Outcome.LOST;
        } catch (AtException.TimedOut e) {
            if (e.answered()) {
                modem.abandonLink(this, "+CIPSEND: result missing");
            }
            throw e;
        }
    }

    /** §11.1.6: 0 is a full buffer; fewer than asked for or -1 make the socket unusable. */
    private Outcome outcome(int taken, int asked) {
        if (taken == asked) {
            return Outcome.SENT;
        } else if (taken == 0) {
            return Outcome.RETRY;
        }
        lose();
        modem.tellLost("+CIPSEND: " + link + "," + asked + "," + taken);
        return Outcome.LOST;
    }

    /** In push mode there is nothing to read; a modem that insists on buffering announces it. */
    @Override
    public void drain() {}

    /** On the URC thread. */
    void drainOnUrc() {
        onUrc(() -> {
            for (int i = 0; i < MAX_DRAIN; i++) {
                Optional<AtResponse.Line> found = channel().execute(commands.read(link));
                byte[] data = found.map(AtResponse.Line::data).orElse(null);
                if (data == null) {
                    return;
                }
                deliver(data, null);
            }
        });
    }

    /** On the URC thread. */
    void deliver(byte[] data, @Nullable InetSocketAddress source) {
        receiver.receive(data, source);
    }

    @Override
    public void close() throws ModemException, InterruptedException {
        lose();
        modem.forget(this);
        modem.forgive(commands.close(link));
    }
}
