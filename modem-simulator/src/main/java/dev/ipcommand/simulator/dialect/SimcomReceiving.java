package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Modem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** SIM7600: how data reaches the DTE: pushed with a header, or read from a stream that has lost its edges. */
final class SimcomReceiving {
    private static final int LONGEST_READ = 1500;
    private static final int LONGEST_HEX_READ = 750;
    private static final int ERROR_FORMAT = 3;
    private static final int HEADER_TYPE = 4;

    private final Modem modem;
    private final Announcing announcing;
    private final Map<Integer, EmbeddedSocket> sockets;
    private final int[] configuration = {10, 0, 0, 1, 0, 0, 75_000};
    private boolean buffered;
    private boolean header;
    private boolean source;

    SimcomReceiving(Modem modem, Map<Integer, EmbeddedSocket> sockets) {
        this.modem = modem;
        this.announcing = new Announcing(modem);
        this.sockets = sockets;
        reset();
    }

    void reset() {
        buffered = false;
        header = true;
        source = true;
        configuration[ERROR_FORMAT] = 1;
        configuration[HEADER_TYPE] = 0;
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CIPRXGET")
                .test("+CIPRXGET: (0-4),(0-9),(1-1500)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CIPRXGET: " + (buffered ? 1 : 0)))
                .set(this::get);
        table.on("+CIPHEAD")
                .test("+CIPHEAD: (0,1)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CIPHEAD: " + (header ? 1 : 0)))
                .set((arguments, exchange) -> {
                    header = arguments.number(0) != 0;
                    exchange.ok();
                });
        table.on("+CIPSRIP")
                .test("+CIPSRIP: (0,1)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CIPSRIP: " + (source ? 1 : 0)))
                .set((arguments, exchange) -> {
                    source = arguments.number(0) != 0;
                    exchange.ok();
                });
        table.on("+CIPCCFG")
                .test("+CIPCCFG: (0-10),(0-1000),(0),(0,1),(0,1),(0),(500-120000)")
                .read((arguments, exchange) -> RadioCommands.line(
                        exchange,
                        "+CIPCCFG: "
                                + String.join(
                                        ",",
                                        Arrays.stream(configuration)
                                                .mapToObj(Integer::toString)
                                                .toList())))
                .set(this::configure);
    }

    /** Refuses as {@code +CIPCCFG} wants it: a code or a text, then {@code ERROR}. */
    void refuse(Exchange exchange, int code, String text) {
        exchange.info(configuration[ERROR_FORMAT] == 1 ? "+IP ERROR: " + text : "+CIPERROR: " + code);
        exchange.error();
    }

    void arrived(EmbeddedSocket socket, EmbeddedSocket.Datagram datagram) {
        if (!buffered) {
            push(socket, datagram);
        } else if (socket.keep(datagram) && socket.isArmed()) {
            socket.arm(false);
            announcing.announce(socket, () -> modem.terminal().urc("+CIPRXGET: 1," + socket.id()));
        }
    }

    private void push(EmbeddedSocket socket, EmbeddedSocket.Datagram datagram) {
        int length = datagram.payload().length;
        String first = "RECV FROM:" + datagram.address() + ":" + datagram.port();
        String second = configuration[HEADER_TYPE] == 1
                ? "+RECEIVE," + socket.id() + "," + length
                : header ? "+IPD" + length : "";
        String all = !source ? second : second.isEmpty() ? first : first + "\r\n" + second;
        modem.terminal().urc(all, datagram.payload());
    }

    private void configure(Arguments arguments, Exchange exchange) {
        for (int i = 0; i < configuration.length; i++) {
            if (arguments.has(i) && arguments.number(i) >= 0) {
                configuration[i] = arguments.number(i);
            }
        }
        exchange.ok();
    }

    private void get(Arguments arguments, Exchange exchange) {
        int mode = arguments.number(0);
        EmbeddedSocket socket = sockets.get(arguments.number(1));
        if (mode == 0 || mode == 1) {
            buffered = mode == 1;
            exchange.ok();
        } else if (mode < 0 || mode > 4) {
            exchange.error();
        } else if (socket == null || !buffered) {
            refuse(exchange, 4, "Operation not supported");
        } else if (mode == 4) {
            RadioCommands.line(exchange, "+CIPRXGET: 4," + socket.id() + "," + socket.buffered());
        } else {
            read(socket, mode == 3, arguments.number(2, LONGEST_READ), exchange);
        }
    }

    private void read(EmbeddedSocket socket, boolean hex, int wanted, Exchange exchange) {
        int most = Math.min(wanted, hex ? LONGEST_HEX_READ : LONGEST_READ);
        if (most < 1) {
            refuse(exchange, 3, "Invalid parameter");
            return;
        }
        byte[] data = socket.stream(most);
        if (data.length == 0) {
            socket.arm(true);
            refuse(exchange, 12, "No data");
            return;
        }
        if (socket.buffered() == 0 && modem.parts().variants().is("rearm", "empty")) {
            socket.arm(true);
        }
        byte[] shown = hex ? HexFormat.of().withUpperCase().formatHex(data).getBytes(StandardCharsets.US_ASCII) : data;
        exchange.block(
                "+CIPRXGET: " + (hex ? 3 : 2) + "," + socket.id() + "," + data.length + "," + socket.buffered(), shown);
        exchange.ok();
    }
}
