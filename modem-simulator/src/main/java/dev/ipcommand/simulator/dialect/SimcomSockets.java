package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.PayloadRequest;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.network.Ipv4;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** SIM7600: UDP sockets of the socket service, chapter 11 of S76; reading is in {@link SimcomReceiving}. */
final class SimcomSockets implements Dialect {
    private static final int MOST_LINK = 9;
    private static final int LONGEST_SEND = 1500;
    private static final int NOT_OPEN = 2;
    private static final int PARAMETER = 3;
    private static final int NOT_SUPPORTED = 4;
    private static final int BIND = 6;

    private final Modem modem;
    private final SimcomNetwork network;
    private final Sending sending;
    private final Map<Integer, EmbeddedSocket> sockets = new TreeMap<>();
    private final SimcomReceiving receiving;

    SimcomSockets(Modem modem, SimcomNetwork network) {
        this.modem = modem;
        this.network = network;
        this.sending = new Sending(modem);
        this.receiving = new SimcomReceiving(modem, sockets);
        network.onClosed(this::closeAll);
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CIPOPEN")
                .test("+CIPOPEN: (0-9),(\"TCP\",\"UDP\")")
                .read(this::links)
                .set(this::open);
        table.on("+CIPCLOSE").test("+CIPCLOSE: (0-9)").set(this::close);
        table.on("+CIPSEND").test("+CIPSEND: (0-9),(1-1500)").set(this::send);
        receiving.install();
    }

    @Override
    public void restarted() {
        closeAll();
        receiving.reset();
    }

    @Override
    public void addressChanged() {
        sockets.values().forEach(EmbeddedSocket::close);
    }

    @Override
    public void closeEndpoints() {
        List<Integer> links = List.copyOf(sockets.keySet());
        closeAll();
        links.forEach(id -> modem.terminal().urc("+IPCLOSE: " + id + ",1"));
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
        sockets.clear();
    }

    private void links(Arguments arguments, Exchange exchange) {
        for (int id = 0; id <= MOST_LINK; id++) {
            EmbeddedSocket socket = sockets.get(id);
            exchange.info("+CIPOPEN: " + id + (socket == null ? "" : ",\"UDP\",,," + socket.port()));
        }
        exchange.ok();
    }

    private void open(Arguments arguments, Exchange exchange) {
        int id = arguments.number(0);
        int port = arguments.number(4);
        if (id < 0 || id > MOST_LINK) {
            exchange.error();
            return;
        }
        int result = arguments.text(1).toUpperCase(Locale.ROOT).equals("UDP") ? bind(id, port) : NOT_SUPPORTED;
        String line = "+CIPOPEN: " + id + "," + result;
        if (result != 0) {
            exchange.info(line);
            exchange.error();
        } else {
            modem.endWithResult(exchange, line, modem.parts().variants().is("result", "before"));
        }
    }

    private int bind(int id, int port) {
        if (!network.isOpen()) {
            return NOT_OPEN;
        }
        if (port < 1 || port > 65_535) {
            return PARAMETER;
        }
        if (modem.parts().faults().spend(Fault.F21).isPresent() || sockets.containsKey(id)) {
            return NOT_SUPPORTED;
        }
        EmbeddedSocket socket = new EmbeddedSocket(modem, id, 0, receiving::arrived);
        try {
            socket.open(port);
        } catch (IOException e) {
            return BIND;
        }
        sockets.put(id, socket);
        return 0;
    }

    private void close(Arguments arguments, Exchange exchange) {
        int id = arguments.number(0);
        EmbeddedSocket socket = sockets.remove(id);
        if (id < 0 || id > MOST_LINK) {
            exchange.error();
        } else if (socket == null) {
            exchange.info("+CIPCLOSE: " + id + "," + NOT_SUPPORTED);
            exchange.error();
        } else {
            socket.close();
            modem.endWithResult(
                    exchange,
                    "+CIPCLOSE: " + id + ",0",
                    modem.parts().variants().is("result", "before"));
        }
    }

    private void send(Arguments arguments, Exchange exchange) {
        EmbeddedSocket socket = sockets.get(arguments.number(0));
        boolean counted = arguments.has(1);
        int length = arguments.number(1);
        String address = arguments.text(2);
        int port = arguments.number(3);
        if (socket == null) {
            receiving.refuse(exchange, NOT_SUPPORTED, "Operation not supported");
        } else if ((counted && (length < 1 || length > LONGEST_SEND))
                || !Ipv4.isLiteral(address)
                || port < 1
                || port > 65_535) {
            receiving.refuse(exchange, PARAMETER, "Invalid parameter");
        } else {
            int wanted = counted ? length : PayloadRequest.UNTIL_CTRL_Z;
            sending.ask(
                    exchange,
                    new PayloadRequest(wanted, true, true, Timing.PAYLOAD_WINDOW),
                    payload -> deliver(socket, address, port, payload, exchange));
        }
    }

    private void deliver(EmbeddedSocket socket, String address, int port, byte[] payload, Exchange exchange) {
        FaultOrder failing = modem.parts().faults().spend(Fault.F12).orElse(null);
        int confirmed = payload.length;
        if (failing != null && failing.word().equals("gone")) {
            confirmed = -1;
            sockets.remove(socket.id());
            socket.close();
        } else if (failing != null) {
            confirmed = 0;
        } else {
            socket.send(address, port, payload);
        }
        modem.endWithResult(exchange, "+CIPSEND: " + socket.id() + "," + payload.length + "," + confirmed, false);
    }
}
