package dev.ipcommand.modem.driver.simcomcip;

import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.Urc;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.Addresses;
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.generic.GenericModem;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A modem with SIMCom's CIP sockets, in direct push mode: only that tells the sender. Threading as in {@link GenericModem}. */
final class SimcomCipModem extends GenericModem {
    private static final int LINKS = 10;

    private final SimcomCipCommands commands;
    private volatile @Nullable SimcomCipEndpoint endpoint;
    private volatile int link;
    /** From the {@code RECV FROM} line to the data that follows it; URC thread only. */
    private @Nullable InetSocketAddress sender;

    SimcomCipModem(Attachment attachment, ModemProfile profile) {
        super(attachment, profile);
        commands = new SimcomCipCommands(profile);
    }

    @Override
    public String driver() {
        return "simcomcip";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.EMBEDDED_UDP, Capability.REPORTS_SOURCE);
    }

    /** {@code +CATR}: where URCs go. */
    @Override
    protected void beforeRadio() throws ModemException, InterruptedException {
        tryOut(GenericCommands.plain("AT+CATR=" + urcPort()));
    }

    @Override
    public Inet4Address activate() throws ModemException, InterruptedException {
        boolean open = ask(commands.isNetworkOpen()).orElse(false);
        Optional<Inet4Address> address = open ? readAddress() : Optional.empty();
        if (address.isPresent()) {
            return address.get();
        }
        String reason = open ? "network open without an address" : openNetwork();
        address = reason.isEmpty() ? readAddress() : Optional.empty();
        if (address.isPresent()) {
            return address.get();
        }
        deactivate();
        throw new ModemException(
                ModemException.Kind.REFUSED, "AT+NETOPEN failed: " + (reason.isEmpty() ? "no address" : reason));
    }

    /** @return why it failed; empty if the network is open */
    private String openNetwork() throws ModemException, InterruptedException {
        try {
            int error = channel().execute(commands.openNetwork());
            return error == 0 ? "" : "+NETOPEN: " + error;
        } catch (AtException.Refused e) {
            return SimcomCipCommands.isOpenAlready(e.response()) ? "" : String.valueOf(e.getMessage());
        }
    }

    @Override
    public Optional<Inet4Address> readAddress() throws ModemException, InterruptedException {
        return ask(commands.readAddress()).flatMap(found -> found);
    }

    @Override
    public void deactivate() throws ModemException, InterruptedException {
        forgive(commands.closeNetwork());
    }

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) throws ModemException, InterruptedException {
        for (String line : List.of("AT+CIPRXGET=0", "AT+CIPHEAD=1", "AT+CIPSRIP=1")) {
            tryOut(GenericCommands.plain(line));
        }
        if (tryOut(commands.setTimeouts())) {
            commands.shortenSends();
        }
        SimcomCipEndpoint opening = new SimcomCipEndpoint(this, channel(), commands, link, receiver);
        endpoint = opening;
        String reason = "no answer";
        try {
            reason = open(localPort);
            if (!reason.isEmpty()) {
                forgive(commands.close(link));
                reason = open(localPort);
            }
        } finally {
            if (!reason.isEmpty()) {
                endpoint = null;
            }
        }
        if (!reason.isEmpty()) {
            throw new ModemException(ModemException.Kind.REFUSED, "AT+CIPOPEN " + localPort + " failed: " + reason);
        }
        return opening;
    }

    private String open(int localPort) throws ModemException, InterruptedException {
        try {
            int error = channel().execute(commands.openUdp(link, localPort));
            return error == 0 ? "" : "+CIPOPEN: " + link + "," + error;
        } catch (AtException.Refused | AtException.Garbled e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Closing what is closed already, or a result line that a firmware leaves out, is no failure. */
    void forgive(AtCommand<?> command) throws ModemException, InterruptedException {
        try {
            tryOut(command);
        } catch (AtException.TimedOut e) {
            if (!e.answered()) {
                throw e;
            }
        }
    }

    void forget(SimcomCipEndpoint closed) {
        if (closed.equals(endpoint)) {
            endpoint = null;
        }
    }

    /** A result line of that link is still due: the next endpoint takes another link, so that it cannot be taken for its own. */
    void abandonLink(SimcomCipEndpoint lost, String reason) {
        link = (link + 1) % LINKS;
        lost.lose();
        publish(new ModemEvent(ModemEvent.Kind.ENDPOINT_LOST, reason));
    }

    void tellLost(String reason) {
        publish(new ModemEvent(ModemEvent.Kind.ENDPOINT_LOST, reason));
    }

    // ---- URCs

    @Override
    public void onUrc(Urc urc) {
        String text = urc.text();
        SimcomCipEndpoint open = endpoint;
        if (text.startsWith("RECV FROM:") || text.startsWith("+RECV FROM:")) {
            sender = senderOf(text.substring(text.indexOf(':') + 1).strip());
        } else if (urc.data() != null) {
            onData(urc, open);
        } else if (text.startsWith("+CIPRXGET: 1,")) {
            if (open != null) {
                open.drainOnUrc();
            }
        } else if (text.startsWith("+CIPEVENT:")) {
            onNetworkEvent(text, open);
        } else if (text.startsWith("+IPCLOSE:")) {
            onClosed(AtParameters.of(text.substring("+IPCLOSE:".length())), text, open);
        } else {
            super.onUrc(urc);
        }
    }

    private void onData(Urc urc, @Nullable SimcomCipEndpoint open) {
        InetSocketAddress from = sender;
        sender = null;
        byte[] data = urc.data();
        if (open == null || data == null) {
            return;
        }
        int of = open.link();
        if (urc.text().startsWith("+RECEIVE,")) {
            of = AtParameters.of(urc.text().substring("+RECEIVE,".length()))
                    .number(0)
                    .orElse(of);
        }
        if (of == open.link()) {
            open.deliver(data, from);
        }
    }

    private static @Nullable InetSocketAddress senderOf(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).strip().matches("[0-9]{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(text.substring(colon + 1).strip());
        return port > 65_535
                ? null
                : Addresses.parse(text.substring(0, colon).replace("\"", ""))
                        .map(ip -> new InetSocketAddress(ip, port))
                        .orElse(null);
    }

    private void onNetworkEvent(String text, @Nullable SimcomCipEndpoint open) {
        if (text.contains("CLOSED")) {
            if (open != null) {
                open.lose();
            }
            publish(new ModemEvent(ModemEvent.Kind.CONTEXT_LOST, text));
        }
    }

    private void onClosed(AtParameters p, String text, @Nullable SimcomCipEndpoint open) {
        if (open != null && p.number(0).orElse(-1) == open.link()) {
            open.lose();
            publish(new ModemEvent(ModemEvent.Kind.ENDPOINT_LOST, text));
        }
    }
}
