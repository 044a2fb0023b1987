package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.PayloadRequest;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Variants;
import dev.ipcommand.simulator.network.Ipv4;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** SIM7070/7080/7090: UDP connections and servers (S70, S70T); reading is in {@link SimcomCaReceiving}. */
final class SimcomCaSockets implements Dialect {
    private static final int MOST_CID = 12;
    private static final int MOST_CONTEXT = 3;
    private static final int LONGEST_SEND = 1460;
    private static final int FIRST_WINDOW = 5000;
    private static final int NOT_ALLOWED = 3;
    private static final int PARAMETER = 4;
    private static final int BIND = 12;
    private static final int DNS = 20;
    private static final int INACTIVE = 21;
    private static final int CONNECT = 27;

    private final Modem modem;
    private final Variants variants;
    private final SimcomCaContexts contexts;
    private final Sending sending;
    private final List<SimcomCaSlot> slots =
            IntStream.rangeClosed(0, MOST_CID).mapToObj(SimcomCaSlot::new).toList();
    private final SimcomCaReceiving receiving;

    SimcomCaSockets(Modem modem, SimcomCaContexts contexts) {
        this.modem = modem;
        this.variants = modem.parts().variants();
        this.contexts = contexts;
        this.sending = new Sending(modem);
        this.receiving = new SimcomCaReceiving(modem, slots);
        contexts.onClosed(this::contextClosed);
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CASERVER")
                .test("+CASERVER: (0-12),(0-3),(\"TCP\",\"UDP\"),(0-65535),(0,1)")
                .set(this::serve);
        table.on("+CAOPEN")
                .test("+CAOPEN: (0-12),(0-3),(\"TCP\",\"UDP\"),,(0-65535),(0,1)")
                .set(this::open);
        table.on("+CACFG").test("").set(this::configure);
        table.on("+CASEND").test("+CASEND: (0-12),(1-1460),(100-10000)").set(this::send);
        table.on("+CACLOSE").test("+CACLOSE: (0-12)").set(this::close);
        table.on("+CASTATE").test("").read(this::states);
        receiving.install();
    }

    @Override
    public void restarted() {
        slots.forEach(SimcomCaSlot::reset);
        receiving.reset();
    }

    @Override
    public void addressChanged() {
        open().forEach(socket -> socket.close());
    }

    @Override
    public void closeEndpoints() {
        slots.stream().filter(SimcomCaSlot::isOpen).toList().forEach(this::lose);
    }

    @Override
    public void inject(byte[] payload) {
        for (SimcomCaSlot slot : slots) {
            EmbeddedSocket socket = slot.socket();
            if (socket != null) {
                String from = slot.isClient() ? slot.remoteAddress() : "127.64.0.1";
                socket.take(new EmbeddedSocket.Datagram(from, slot.isClient() ? slot.remotePort() : 6969, payload));
            }
        }
    }

    @Override
    public List<Map<String, Object>> sockets() {
        return open().stream().map(EmbeddedSocket::describe).toList();
    }

    private List<EmbeddedSocket> open() {
        return slots.stream()
                .map(SimcomCaSlot::socket)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private void contextClosed(int context) {
        for (SimcomCaSlot slot : slots) {
            if (slot.isOpen() && slot.context() == context) {
                lose(slot);
            }
        }
    }

    private void lose(SimcomCaSlot slot) {
        slot.close();
        if (variants.is("castate", "on")) {
            modem.terminal().urc("+CASTATE: " + slot.cid() + ",0");
        }
    }

    private void serve(Arguments arguments, Exchange exchange) {
        int port = arguments.number(3);
        int mode = arguments.number(4, 0);
        if (isFree(arguments, exchange, mode) && inRange(port, exchange)) {
            SimcomCaSlot slot = slots.get(arguments.number(0));
            int result = !isUdp(arguments) || port == 0 ? PARAMETER : bind(slot, arguments.number(1), port, mode);
            opened(exchange, "+CASERVER: " + slot.cid(), result, variants.is("result", "before"));
        }
    }

    private void open(Arguments arguments, Exchange exchange) {
        String address = arguments.text(3);
        int port = arguments.number(4);
        int mode = arguments.number(5, 0);
        if (!isFree(arguments, exchange, mode) || !inRange(port, exchange)) {
            return;
        }
        SimcomCaSlot slot = slots.get(arguments.number(0));
        int result = !isUdp(arguments)
                ? CONNECT
                : !Ipv4.isLiteral(address) ? DNS : bind(slot, arguments.number(1), -1, mode);
        if (result == 0) {
            slot.setRemote(address, port);
        }
        opened(exchange, "+CAOPEN: " + slot.cid(), result, variants.is("result", "before") && !slot.isAsynchronous());
    }

    private boolean isFree(Arguments arguments, Exchange exchange, int mode) {
        int cid = arguments.number(0);
        int context = arguments.number(1);
        if (cid < 0 || cid > MOST_CID || context < 0 || context > MOST_CONTEXT || mode < 0 || mode > 1) {
            exchange.cme(50);
            return false;
        }
        if (slots.get(cid).isOpen()) {
            exchange.cme(NOT_ALLOWED);
            return false;
        }
        return true;
    }

    private static boolean inRange(int port, Exchange exchange) {
        boolean sound = port >= 0 && port <= 65_535;
        if (!sound) {
            exchange.cme(50);
        }
        return sound;
    }

    private static boolean isUdp(Arguments arguments) {
        return arguments.text(2).toUpperCase(Locale.ROOT).equals("UDP");
    }

    /** Opens a slot; port -1 makes a client on its local port. */
    private int bind(SimcomCaSlot slot, int context, int port, int mode) {
        if (!contexts.isActive(context)) {
            return INACTIVE;
        }
        if (modem.parts().faults().spend(Fault.F21).isPresent()) {
            return BIND;
        }
        EmbeddedSocket socket =
                new EmbeddedSocket(modem, slot.cid(), mode, (at, datagram) -> receiving.arrived(slot, at, datagram));
        try {
            socket.open(port < 0 ? slot.localPort() : port);
        } catch (IOException e) {
            return BIND;
        }
        slot.open(socket, context, port < 0);
        return 0;
    }

    private void opened(Exchange exchange, String prefix, int result, boolean before) {
        String line = prefix + "," + result;
        if (result != 0 && variants.is("failure", "error")) {
            exchange.info(line);
            exchange.error();
        } else {
            modem.endWithResult(exchange, line, before);
        }
    }

    private void configure(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(1);
        if (cid < 0 || cid > MOST_CID) {
            exchange.cme(50);
            return;
        }
        SimcomCaSlot slot = slots.get(cid);
        int value = arguments.number(2);
        boolean taken =
                switch (arguments.text(0).toUpperCase(Locale.ROOT)) {
                    case "REMOTEADDR" -> setRemote(slot, arguments);
                    case "LOCALPORT" -> take(value, 1, 65_535, slot::setLocalPort);
                    case "RCVBUF" -> take(value, 5840, 29_200, slot::setReceiveBuffer);
                    case "SNDBUF" -> take(value, 5840, 29_200, bytes -> {});
                    case "ASYNCOPEN" -> take(value, 0, 1, on -> slot.setAsynchronous(on == 1));
                    default -> false;
                };
        if (taken) {
            exchange.ok();
        } else {
            exchange.cme(50);
        }
    }

    private static boolean take(int value, int least, int most, IntConsumer setting) {
        boolean sound = value >= least && value <= most;
        if (sound) {
            setting.accept(value);
        }
        return sound;
    }

    private boolean setRemote(SimcomCaSlot named, Arguments arguments) {
        int cid = variants.is("remotecid", "next") ? named.cid() - 1 : named.cid();
        boolean quoted = arguments.text().matches("[^,]*,[^,]*, *\".*");
        int port = arguments.number(3);
        if (cid < 0
                || !slots.get(cid).isOpen()
                || variants.is("remote", quoted ? "bare" : "quoted")
                || !Ipv4.isLiteral(arguments.text(2))
                || port < 1
                || port > 65_535) {
            return false;
        }
        slots.get(cid).setRemote(arguments.text(2), port);
        return true;
    }

    private void send(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(0);
        int length = arguments.number(1);
        int window = arguments.number(2, FIRST_WINDOW);
        if (cid < 0 || cid > MOST_CID || length < 1 || length > LONGEST_SEND || window < 100 || window > 10_000) {
            exchange.cme(50);
            return;
        }
        SimcomCaSlot slot = slots.get(cid);
        EmbeddedSocket socket = slot.socket();
        String address = slot.remoteAddress();
        int port = slot.remotePort();
        if (socket == null || address.isEmpty()) {
            exchange.cme(NOT_ALLOWED);
            return;
        }
        PayloadRequest request = new PayloadRequest(length, true, true, window, variants.is("window", "silent"));
        sending.ask(exchange, request, payload -> {
            if (deliverable(slot, socket)) {
                socket.send(address, port, payload);
                exchange.ok();
            } else {
                exchange.error();
            }
        });
    }

    private boolean deliverable(SimcomCaSlot slot, EmbeddedSocket socket) {
        FaultOrder failing = modem.parts().faults().spend(Fault.F12).orElse(null);
        if (failing != null && failing.word().equals("gone") && slot.isOpen()) {
            lose(slot);
        }
        return failing == null && slot.socket() == socket;
    }

    private void close(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(0);
        if (cid < 0 || cid > MOST_CID || !slots.get(cid).isOpen()) {
            exchange.error();
            return;
        }
        slots.get(cid).close();
        exchange.ok();
    }

    private void states(Arguments arguments, Exchange exchange) {
        for (SimcomCaSlot slot : slots) {
            if (slot.isOpen()) {
                exchange.info("+CASTATE: " + slot.cid() + "," + (slot.isClient() ? 1 : 2));
            }
        }
        exchange.ok();
    }
}
