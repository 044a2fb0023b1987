package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.Urc;
import dev.ipcommand.modem.at.text.AtLine;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.generic.GenericModem;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A modem with Quectel's own UDP sockets. Threading as in {@link GenericModem}. */
final class QuectelModem extends GenericModem {
    private static final int SOCKET = 0;

    private final QuectelCommands commands;
    private volatile @Nullable QuectelEndpoint endpoint;

    QuectelModem(Attachment attachment, ModemProfile profile) {
        super(attachment, profile);
        commands = new QuectelCommands(profile);
    }

    @Override
    public String driver() {
        return "quectel";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.EMBEDDED_UDP, Capability.REPORTS_SOURCE);
    }

    /** URCs come out of one port only; data as bytes on a line of their own, payload not echoed. */
    @Override
    protected void beforeRadio() throws ModemException, InterruptedException {
        tryOut(GenericCommands.plain(
                AtLine.set("AT+QURCCFG").quoted("urcport").quoted(urcPort()).toString()));
        for (String line : List.of("AT+QICFG=\"dataformat\",0,0", "AT+QICFG=\"viewmode\",0", "AT+QISDE=0")) {
            tryOut(GenericCommands.plain(line));
        }
    }

    @Override
    protected OptionalInt readRsrp() throws ModemException, InterruptedException {
        return ask(QuectelCommands.readRsrp()).orElse(OptionalInt.empty());
    }

    @Override
    public Inet4Address activate() throws ModemException, InterruptedException {
        Optional<Inet4Address> up = ask(commands.readContext()).flatMap(found -> found);
        if (up.isPresent()) {
            return up.get();
        }
        Optional<String> apn = apn();
        if (apn.isPresent()) {
            tryOut(commands.setContext(apn.get()));
        }
        AtException.@Nullable Refused refusal = null;
        try {
            channel().execute(commands.activate());
        } catch (AtException.Refused e) {
            refusal = e;
        }
        Optional<Inet4Address> raised = readAddress();
        if (raised.isPresent()) {
            return raised.get();
        }
        ModemException failed = failure("AT+QIACT", refusal);
        // A context that the network ended is to be taken down first (pdpdeact), and that URC may have been missed.
        deactivate();
        throw failed;
    }

    private ModemException failure(String what, @Nullable Exception cause) throws ModemException, InterruptedException {
        String reason = ask(commands.readError()).orElse("not told");
        String message = what + " failed: " + reason;
        return cause == null
                ? new ModemException(ModemException.Kind.REFUSED, message)
                : new ModemException(ModemException.Kind.REFUSED, message, cause);
    }

    @Override
    public Optional<Inet4Address> readAddress() throws ModemException, InterruptedException {
        return ask(commands.readContext()).flatMap(found -> found);
    }

    @Override
    public void deactivate() throws ModemException, InterruptedException {
        tryOut(commands.deactivate());
    }

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) throws ModemException, InterruptedException {
        QuectelEndpoint opening = new QuectelEndpoint(this, channel(), commands, SOCKET, receiver);
        // Before the socket exists: its first URC is the only one until the buffer is drained.
        endpoint = opening;
        int error = -1;
        try {
            error = open(localPort);
            if (error != 0) {
                tryOut(commands.close(SOCKET));
                error = open(localPort);
            }
        } finally {
            if (error != 0) {
                // A socket that opens later all the same is closed by the next opening, which finds its id in use.
                endpoint = null;
            }
        }
        if (error != 0) {
            throw failure("AT+QIOPEN " + localPort + " with " + error, null);
        }
        return opening;
    }

    private int open(int localPort) throws ModemException, InterruptedException {
        return ask(commands.openUdpService(SOCKET, localPort, profile().pushesDatagrams()))
                .orElse(-1);
    }

    void forget(QuectelEndpoint closed) {
        if (closed.equals(endpoint)) {
            endpoint = null;
        }
    }

    // ---- URCs

    @Override
    public void onUrc(Urc urc) {
        String text = urc.text();
        if (text.startsWith("+QIURC:")) {
            onSocketUrc(AtParameters.of(text.substring("+QIURC:".length())), urc);
        } else if (text.startsWith("+QIRD:")) {
            onLateRead(urc);
        } else {
            super.onUrc(urc);
        }
    }

    /** A read that timed out has taken the datagram out of the modem's buffer: this is the only copy. */
    private void onLateRead(Urc urc) {
        QuectelEndpoint open = endpoint;
        byte[] data = urc.data();
        if (open != null && data != null) {
            open.deliver(data, AtParameters.of(urc.text().substring("+QIRD:".length())), 1);
        }
    }

    private void onSocketUrc(AtParameters p, Urc urc) {
        QuectelEndpoint open = endpoint;
        boolean ours = open != null && p.number(1).orElse(-1) == SOCKET;
        switch (p.text(0)) {
            case "recv" -> {
                if (ours && open != null) {
                    receive(open, p, urc);
                }
            }
            case "closed" -> {
                if (ours && open != null) {
                    open.lose();
                    publish(new ModemEvent(ModemEvent.Kind.ENDPOINT_LOST, urc.text()));
                }
            }
            case "pdpdeact" -> {
                if (p.number(1).orElse(QuectelCommands.CONTEXT) == QuectelCommands.CONTEXT) {
                    if (open != null) {
                        open.lose();
                    }
                    publish(new ModemEvent(ModemEvent.Kind.CONTEXT_LOST, urc.text()));
                }
            }
            default -> {}
        }
    }

    private void receive(QuectelEndpoint open, AtParameters p, Urc urc) {
        byte[] data = urc.data();
        if (data != null) {
            open.deliver(data, p, 3);
        } else {
            open.drainOnUrc();
        }
    }
}
