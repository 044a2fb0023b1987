package dev.ipcommand.modem.driver.simcomca;

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
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.generic.GenericModem;
import dev.ipcommand.modem.driver.simcomca.SimcomCaCommands.AppContext;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A modem with SIMCom's CA sockets. A UDP server and not a client: only that hears every peer, the platform's source port
 * is documented nowhere, and it answers from the port that it listens on. Threading as in {@link GenericModem}.
 */
final class SimcomCaModem extends GenericModem {
    private static final int SOCKET = 0;

    /** §5.2.49: without these classes no boot, SIM, registration, context or data URC comes. */
    private static final Set<String> NEEDED_URCS = Set.of("SYS", "SIMCARD", "NETWORK", "TCPIP");

    private final SimcomCaCommands commands;
    private volatile @Nullable SimcomCaEndpoint endpoint;

    SimcomCaModem(Attachment attachment, ModemProfile profile) {
        super(attachment, profile);
        commands = new SimcomCaCommands(profile);
    }

    @Override
    public String driver() {
        return "simcomca";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.EMBEDDED_UDP, Capability.REPORTS_SOURCE);
    }

    @Override
    protected void beforeRadio() throws ModemException, InterruptedException {
        for (String silent : ask(SimcomCaCommands.readSilentUrcs()).orElse(List.of())) {
            if (NEEDED_URCS.contains(silent)) {
                tryOut(SimcomCaCommands.enableUrcs(silent));
            }
        }
    }

    @Override
    protected OptionalInt readRsrp() throws ModemException, InterruptedException {
        Optional<OptionalInt> told = ask(SimcomCaCommands.readRsrp());
        return told.isPresent() ? told.get() : super.readRsrp();
    }

    // ---- the application's context

    @Override
    public Inet4Address activate() throws ModemException, InterruptedException {
        AppContext before = readContext();
        if (before.address().isPresent()) {
            return before.address().get();
        }
        if (before.up()) {
            // Busy, or up without an address: both end here, and the next try finds it down.
            deactivate();
        }
        configureContext();
        String reason = raiseContext();
        Optional<Inet4Address> address = readContext().address();
        if (address.isPresent()) {
            return address.get();
        }
        throw new ModemException(
                ModemException.Kind.REFUSED, "AT+CNACT failed: " + (reason.isEmpty() ? "no address" : reason));
    }

    /** The context of the sockets has a name of its own beside {@code +CGDCONT}; only written while it is down. */
    private void configureContext() throws ModemException, InterruptedException {
        Optional<String> apn = apn();
        if (apn.isPresent() && !ask(commands.hasContext(apn.get())).orElse(false)) {
            tryOut(commands.setContext(apn.get()));
        }
    }

    /** @return why it failed; empty if it is up, or may be */
    private String raiseContext() throws ModemException, InterruptedException {
        try {
            return channel().execute(commands.activate()) ? "" : "+APP PDP: 0,DEACTIVE";
        } catch (AtException.Refused e) {
            return String.valueOf(e.getMessage());
        } catch (AtException.TimedOut e) {
            if (!e.answered()) {
                throw e;
            }
            return "no +APP PDP line";
        }
    }

    private AppContext readContext() throws ModemException, InterruptedException {
        return ask(commands.readContext()).orElse(new AppContext(false, Optional.empty()));
    }

    /** Without a socket of the modem's own, the context that a host's interface may use counts as well. */
    @Override
    public Optional<Inet4Address> readAddress() throws ModemException, InterruptedException {
        Optional<Inet4Address> ours = readContext().address();
        return ours.isPresent() || endpoint != null ? ours : super.readAddress();
    }

    @Override
    public void deactivate() throws ModemException, InterruptedException {
        if (!readContext().up()) {
            return;
        }
        try {
            tryOut(commands.deactivate());
        } catch (AtException.TimedOut e) {
            if (!e.answered()) {
                throw e;
            }
        }
    }

    // ---- the socket

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) throws ModemException, InterruptedException {
        SimcomCaEndpoint opening = new SimcomCaEndpoint(this, channel(), commands, SOCKET, receiver);
        opening.reportsSource(tryOut(GenericCommands.plain("AT+CASRIP=1")));
        // Before the socket exists: its first URC is the only one until the buffer is drained.
        endpoint = opening;
        String reason = "no answer";
        boolean pushes = profile().pushesDatagrams();
        try {
            AtCommand<Integer> usual =
                    pushes ? commands.openPushing(SOCKET, localPort) : commands.openBuffering(SOCKET, localPort);
            reason = open(usual);
            if (!reason.isEmpty()) {
                tryOut(commands.close(SOCKET));
                reason = open(usual);
            }
            if (pushes && !reason.isEmpty() && !reason.startsWith("+CASERVER:")) {
                // Refused without a result: this firmware may not know the mode.
                pushes = false;
                reason = open(commands.openBuffering(SOCKET, localPort));
            }
        } finally {
            if (!reason.isEmpty()) {
                endpoint = null;
            }
        }
        if (!reason.isEmpty()) {
            throw new ModemException(ModemException.Kind.REFUSED, "AT+CASERVER " + localPort + " failed: " + reason);
        }
        boolean pushing = pushes;
        channel().inOrder(() -> {
            opening.listens(pushing);
            return SOCKET;
        });
        return opening;
    }

    /** @return why it failed; empty if it is open */
    private String open(AtCommand<Integer> opening) throws ModemException, InterruptedException {
        try {
            int error = channel().execute(opening);
            return error == 0 ? "" : "+CASERVER: " + SOCKET + "," + error;
        } catch (AtException.Refused e) {
            return e.response().delayedLine().orElse(String.valueOf(e.getMessage()));
        } catch (AtException.Garbled e) {
            return String.valueOf(e.getMessage());
        } catch (AtException.TimedOut e) {
            if (!e.answered()) {
                throw e;
            }
            return ask(commands.isOpen(SOCKET)).orElse(false) ? "" : "no result line";
        }
    }

    void forget(SimcomCaEndpoint closed) {
        if (closed.equals(endpoint)) {
            endpoint = null;
        }
    }

    // ---- URCs

    @Override
    public void onUrc(Urc urc) {
        String text = urc.text();
        SimcomCaEndpoint open = endpoint;
        if (text.startsWith("+CA")) {
            if (open != null) {
                onSocketUrc(urc, open);
            }
        } else if (text.startsWith("+APP PDP:") || text.startsWith("+PDP:")) {
            onContextUrc(text, open);
        } else if (text.endsWith("-VOLTAGE POWER DOWN")) {
            publish(new ModemEvent(ModemEvent.Kind.POWERED_DOWN, text));
        } else {
            super.onUrc(urc);
        }
    }

    private void onSocketUrc(Urc urc, SimcomCaEndpoint open) {
        String text = urc.text();
        if (text.startsWith("+CAURC:")) {
            onData(SimcomCaCommands.parameters(text), urc.data(), open);
        } else if (text.startsWith("+CADATAIND:")) {
            if (open.owns(SimcomCaCommands.cidOf(text))) {
                open.drainOnUrc(SimcomCaCommands.cidOf(text));
            }
        } else if (text.startsWith("+CANEW:")) {
            open.onPeer(SimcomCaCommands.parameters(text));
        } else if (text.startsWith("+CARECV:")) {
            // A read that timed out has taken the datagram out of the modem's buffer: this is the only copy.
            open.deliverRead(text, urc.data());
        } else if (text.startsWith("+CASTATE:")) {
            onState(SimcomCaCommands.parameters(text), text, open);
        }
    }

    private static void onData(AtParameters p, byte @Nullable [] data, SimcomCaEndpoint open) {
        int socket = p.number(1).orElse(SOCKET);
        if (data == null) {
            // "buffer full": what is in it is still good.
            if (open.owns(socket)) {
                open.drainOnUrc(socket);
            }
        } else if (open.owns(socket)) {
            open.deliverPushed(data, p);
        } else {
            open.holdForPeer(socket, data, p);
        }
    }

    private void onState(AtParameters p, String text, SimcomCaEndpoint open) {
        int socket = p.number(0).orElse(-1);
        if (p.number(1).orElse(-1) != 0 || open.dropPeer(socket)) {
            return;
        }
        if (socket == SOCKET && open.isListening()) {
            open.lose();
            publish(new ModemEvent(ModemEvent.Kind.ENDPOINT_LOST, text));
        }
    }

    private void onContextUrc(String text, @Nullable SimcomCaEndpoint open) {
        if (SimcomCaCommands.contextTold(text).orElse(true)) {
            return;
        }
        if (open != null) {
            open.lose();
        }
        publish(new ModemEvent(ModemEvent.Kind.CONTEXT_LOST, text));
    }
}
