package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.PayloadRequest;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.network.Ipv4;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Quectel's embedded UDP sockets (QTCP §2.1.6 to §2.1.14): buffer and push mode. */
final class QuectelSockets implements Dialect {
    private static final int MOST_ID = 11;
    private static final int LONGEST_SEND = 1460;
    private static final int PUSH = 1;
    private static final long OPEN_MILLIS = 30;

    private final Modem modem;
    private final QuectelCommands commands;
    private final QuectelError error;
    private final Sending sending;
    private final Announcing announcing;
    private final boolean freedByDeactivation;
    private final Map<Integer, EmbeddedSocket> sockets = new TreeMap<>();
    private boolean echoPayload = true;
    private boolean hexReceived;
    private boolean dataAfterComma;

    /**
     * Makes the sockets.
     *
     * @param freedByDeactivation whether {@code +QIDEACT} frees the ids (BG96), or only {@code +QICLOSE} does (EC25)
     */
    QuectelSockets(Modem modem, QuectelCommands commands, QuectelError error, boolean freedByDeactivation) {
        this.modem = modem;
        this.commands = commands;
        this.error = error;
        this.freedByDeactivation = freedByDeactivation;
        this.sending = new Sending(modem);
        this.announcing = new Announcing(modem);
        commands.onContextClosed(this::contextClosed);
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+QIOPEN")
                .test("+QIOPEN: (1-16),(0-11),\"TCP/UDP/TCP LISTENER/UDP SERVICE\",,(0-65535),(0-65535),(0-2)")
                .set(this::open);
        table.on("+QICLOSE").test("+QICLOSE: (0-11),(0-65535)").set(this::close);
        table.on("+QIRD").test("+QIRD: (0-11),(0-1500)").set(this::read);
        table.on("+QISEND").test("+QISEND: (0-11),(0-1460)").set(this::send);
        table.on("+QISENDEX")
                .test("+QISENDEX: (0-11),")
                .set((arguments, exchange) -> fail(exchange, QuectelError.NOT_ALLOWED));
        table.on("+QISTATE")
                .test("")
                .read((arguments, exchange) -> states(exchange, List.copyOf(sockets.values())))
                .execute((arguments, exchange) -> states(exchange, List.copyOf(sockets.values())))
                .set(this::state);
        table.on("+QISDE")
                .test("+QISDE: (0,1)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+QISDE: " + (echoPayload ? 1 : 0)))
                .set((arguments, exchange) -> {
                    echoPayload = arguments.number(0) != 0;
                    exchange.ok();
                });
        table.on("+QICFG").test("+QICFG: \"dataformat\",(0,1),(0,1)").set(this::configure);
    }

    @Override
    public void restarted() {
        closeAll();
        sockets.clear();
        echoPayload = true;
        hexReceived = false;
        dataAfterComma = false;
    }

    @Override
    public void contextsLost(Set<Integer> contexts) {
        closeAll();
    }

    @Override
    public void addressChanged() {
        closeAll();
    }

    @Override
    public void closeEndpoints() {
        for (EmbeddedSocket socket : List.copyOf(sockets.values())) {
            socket.close();
            modem.terminal().urc("+QIURC: \"closed\"," + socket.id());
        }
    }

    @Override
    public void inject(byte[] payload) {
        for (EmbeddedSocket socket : List.copyOf(sockets.values())) {
            socket.take(new EmbeddedSocket.Datagram("127.64.0.1", 6969, payload));
        }
    }

    @Override
    public List<Map<String, Object>> sockets() {
        return sockets.values().stream().map(EmbeddedSocket::describe).toList();
    }

    private void closeAll() {
        sockets.values().forEach(EmbeddedSocket::close);
    }

    private void contextClosed() {
        closeAll();
        if (freedByDeactivation) {
            sockets.clear();
        }
    }

    private void fail(Exchange exchange, int code) {
        error.set(code);
        exchange.error();
    }

    private void open(Arguments arguments, Exchange exchange) {
        int context = arguments.number(0);
        int id = arguments.number(1);
        int localPort = arguments.number(5, 0);
        int mode = arguments.number(6, 0);
        String service = arguments.text(2).toUpperCase(Locale.ROOT);
        boolean sound = context >= 1
                && context <= 16
                && id >= 0
                && id <= MOST_ID
                && arguments.count() >= 5
                && localPort >= 0
                && localPort <= 65_535
                && mode >= 0
                && mode <= PUSH;
        if (!sound) {
            fail(exchange, QuectelError.PARAMETERS);
            return;
        }
        if (!service.equals("UDP SERVICE")) {
            fail(exchange, QuectelError.NOT_ALLOWED);
            return;
        }
        modem.later(0, () -> {
            int result = bind(context, id, localPort, mode);
            error.set(result);
            String line = "+QIOPEN: " + id + "," + result;
            if (modem.parts().faults().isOn(Fault.F7)
                    || modem.parts().variants().is("result", "before")) {
                modem.endWithResult(exchange, line, true);
                return;
            }
            exchange.ok();
            modem.later(OPEN_MILLIS, () -> modem.terminal().delayedResult(line));
        });
    }

    private int bind(int context, int id, int localPort, int mode) {
        if (modem.parts().faults().spend(Fault.F21).isPresent() || sockets.containsKey(id)) {
            return QuectelError.IN_USE;
        }
        if (!modem.session().isActive(context)) {
            return QuectelError.OPEN_CONTEXT;
        }
        EmbeddedSocket socket = new EmbeddedSocket(modem, id, mode, this::arrived);
        try {
            socket.open(localPort);
        } catch (IOException e) {
            return QuectelError.BIND;
        }
        sockets.put(id, socket);
        return 0;
    }

    private void arrived(EmbeddedSocket socket, EmbeddedSocket.Datagram datagram) {
        if (socket.mode() == PUSH) {
            modem.terminal()
                    .urc(
                            "+QIURC: \"recv\"," + socket.id() + "," + datagram.payload().length + ","
                                    + source(datagram),
                            shown(datagram.payload()));
            return;
        }
        if (!socket.keep(datagram) || !socket.isArmed()) {
            return;
        }
        socket.arm(false);
        announcing.announce(socket, () -> announce(socket));
    }

    private void announce(EmbeddedSocket socket) {
        boolean length = modem.parts().variants().is("recv", "len");
        modem.terminal().urc("+QIURC: \"recv\"," + socket.id() + (length ? "," + socket.buffered() : ""));
    }

    private static String source(EmbeddedSocket.Datagram datagram) {
        return "\"" + datagram.address() + "\"," + datagram.port();
    }

    private byte[] shown(byte[] payload) {
        if (!hexReceived) {
            return payload;
        }
        return HexFormat.of().withUpperCase().formatHex(payload).getBytes(StandardCharsets.US_ASCII);
    }

    private void read(Arguments arguments, Exchange exchange) {
        EmbeddedSocket socket = sockets.get(arguments.number(0));
        if (socket == null || socket.mode() == PUSH) {
            fail(exchange, QuectelError.NOT_ALLOWED);
            return;
        }
        if (arguments.has(1) && arguments.number(1) == 0) {
            RadioCommands.line(
                    exchange,
                    "+QIRD: " + (socket.read() + socket.buffered()) + "," + socket.read() + "," + socket.buffered());
            return;
        }
        EmbeddedSocket.Datagram datagram = socket.next();
        if (datagram == null) {
            socket.arm(true);
            RadioCommands.line(exchange, "+QIRD: 0");
            return;
        }
        if (socket.datagrams() == 0 && modem.parts().variants().is("rearm", "empty")) {
            socket.arm(true);
        }
        String header = "+QIRD: " + datagram.payload().length + "," + source(datagram);
        exchange.block(header, dataAfterComma ? "," : "", shown(datagram.payload()));
        exchange.ok();
    }

    private void send(Arguments arguments, Exchange exchange) {
        EmbeddedSocket socket = sockets.get(arguments.number(0));
        int length = arguments.number(1);
        String address = arguments.text(2);
        int port = arguments.number(3);
        if (socket == null || !socket.isOpen()) {
            fail(exchange, QuectelError.CLOSED);
        } else if (length == 0 && arguments.count() == 2) {
            RadioCommands.line(exchange, "+QISEND: " + socket.sent() + "," + socket.sent() + ",0");
        } else if (length < 1 || length > LONGEST_SEND || !Ipv4.isLiteral(address) || port < 1 || port > 65_535) {
            fail(exchange, QuectelError.PARAMETERS);
        } else {
            PayloadRequest request = new PayloadRequest(length, true, echoPayload, Timing.PAYLOAD_WINDOW);
            sending.ask(exchange, request, payload -> deliver(socket, address, port, payload, exchange));
        }
    }

    private void deliver(EmbeddedSocket socket, String address, int port, byte[] payload, Exchange exchange) {
        if (modem.parts().faults().spend(Fault.F12).isPresent()) {
            exchange.end("SEND FAIL");
        } else {
            socket.send(address, port, payload);
            exchange.end("SEND OK");
        }
    }

    private void close(Arguments arguments, Exchange exchange) {
        int id = arguments.number(0);
        if (id < 0 || id > MOST_ID) {
            fail(exchange, QuectelError.PARAMETERS);
            return;
        }
        EmbeddedSocket socket = sockets.remove(id);
        if (socket != null) {
            socket.close();
        }
        exchange.ok();
    }

    private void state(Arguments arguments, Exchange exchange) {
        boolean byContext = arguments.number(0) == 0;
        List<EmbeddedSocket> chosen = new ArrayList<>();
        for (EmbeddedSocket socket : sockets.values()) {
            if (byContext || socket.id() == arguments.number(1)) {
                chosen.add(socket);
            }
        }
        states(exchange, chosen);
    }

    private void states(Exchange exchange, List<EmbeddedSocket> chosen) {
        for (EmbeddedSocket socket : chosen) {
            String address = socket.isOpen() ? modem.session().address() : "0.0.0.0";
            exchange.info("+QISTATE: " + socket.id() + ",\"UDP SERVICE\",\"" + address + "\",0," + socket.port() + ","
                    + (socket.isOpen() ? 2 : 4) + ",1," + socket.id() + "," + socket.mode() + ",\""
                    + commands.portName() + "\"");
        }
        exchange.ok();
    }

    private void configure(Arguments arguments, Exchange exchange) {
        String key = arguments.text(0).toLowerCase(Locale.ROOT);
        if (key.equals("dataformat") && arguments.count() == 3) {
            hexReceived = arguments.number(2) == 1;
        } else if (key.equals("viewmode") && arguments.count() == 2) {
            dataAfterComma = arguments.number(1) == 1;
        } else if (!key.matches("[a-z/]{1,20}")) {
            fail(exchange, QuectelError.PARAMETERS);
            return;
        }
        exchange.ok();
    }
}
