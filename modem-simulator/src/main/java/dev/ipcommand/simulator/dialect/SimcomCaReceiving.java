package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Variants;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SIM7070/7080/7090: how data reaches the DTE: pushed with {@code +CAURC}, or announced and read (S70, S70T). */
final class SimcomCaReceiving {
    private static final int LONGEST_READ = 1460;
    private static final int NOT_ALLOWED = 3;

    private final Modem modem;
    private final Variants variants;
    private final List<SimcomCaSlot> slots;
    private final Announcing announcing;
    private boolean source;

    SimcomCaReceiving(Modem modem, List<SimcomCaSlot> slots) {
        this.modem = modem;
        this.variants = modem.parts().variants();
        this.slots = slots;
        this.announcing = new Announcing(modem);
    }

    void reset() {
        source = false;
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CASRIP")
                .test("+CASRIP: (0,1)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CASRIP: " + (source ? 1 : 0)))
                .set(this::showSource);
        table.on("+CARECV").test("+CARECV: (0-12),(1-1460)").set(this::read);
    }

    private void showSource(Arguments arguments, Exchange exchange) {
        int on = arguments.number(0);
        if (on < 0 || on > 1) {
            exchange.cme(50);
            return;
        }
        source = on == 1;
        exchange.ok();
    }

    /** A datagram has come to an open slot. */
    void arrived(SimcomCaSlot slot, EmbeddedSocket socket, EmbeddedSocket.Datagram datagram) {
        if (slot.isClient() && !slot.isPeer(datagram) && variants.is("peers", "dropped")) {
            modem.count("datagrams_from_strangers", 1);
            return;
        }
        boolean newcomer = slot.meets(datagram);
        if (socket.mode() == SimcomCaSlot.PUSH) {
            if (newcomer && variants.is("canew", "always")) {
                modem.terminal().urc(newcomer(slot, datagram));
            }
            String from = source ? "," + peer(datagram) : "";
            modem.terminal()
                    .urc("+CAURC: \"recv\"," + slot.cid() + "," + datagram.payload().length + from, datagram.payload());
            return;
        }
        if (!socket.keep(datagram)) {
            if (slot.overflow()) {
                modem.terminal().urc("+CAURC: \"buffer full\"");
            }
            return;
        }
        announce(slot, socket, newcomer ? newcomer(slot, datagram) : "");
    }

    private void announce(SimcomCaSlot slot, EmbeddedSocket socket, String newcomer) {
        boolean told = !newcomer.isEmpty() && !variants.is("canew", "never");
        boolean after = variants.is("canew", "after");
        if (told && !after) {
            modem.terminal().urc(newcomer);
        }
        if (socket.isArmed()) {
            socket.arm(false);
            announcing.announce(socket, () -> {
                modem.terminal().urc("+CADATAIND: " + slot.cid());
                if (told && after) {
                    modem.terminal().urc(newcomer);
                }
            });
        } else if (told && after) {
            modem.terminal().urc(newcomer);
        }
    }

    private String newcomer(SimcomCaSlot slot, EmbeddedSocket.Datagram datagram) {
        return "+CANEW: " + slot.cid() + "," + slot.cid() + "," + peer(datagram);
    }

    private String peer(EmbeddedSocket.Datagram datagram) {
        String quote = variants.is("address", "quoted") ? "\"" : "";
        return quote + datagram.address() + quote + "," + datagram.port();
    }

    private void read(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(0);
        int most = arguments.number(1);
        if (cid < 0 || cid >= slots.size() || most < 1 || most > LONGEST_READ) {
            exchange.cme(50);
            return;
        }
        SimcomCaSlot slot = slots.get(cid);
        EmbeddedSocket socket = slot.socket();
        if (socket == null) {
            exchange.cme(NOT_ALLOWED);
            return;
        }
        EmbeddedSocket.Datagram data = take(socket, most);
        slot.drained();
        if (data == null) {
            socket.arm(true);
            nothing(exchange);
            return;
        }
        if (socket.datagrams() == 0 && variants.is("rearm", "empty")) {
            socket.arm(true);
        }
        String header = "+CARECV: " + (source ? peer(data) + "," : "") + data.payload().length;
        exchange.block(header, ",", data.payload());
        exchange.ok();
    }

    /** The oldest datagram, or by variant as much of all of them as fits, said to be from the first one's peer. */
    private EmbeddedSocket.@Nullable Datagram take(EmbeddedSocket socket, int most) {
        EmbeddedSocket.Datagram first = socket.piece(most);
        int room = first == null ? 0 : most - first.payload().length;
        if (first == null || room == 0 || variants.is("edges", "kept")) {
            return first;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first.payload());
        all.writeBytes(socket.stream(room));
        return new EmbeddedSocket.Datagram(first.address(), first.port(), all.toByteArray());
    }

    private void nothing(Exchange exchange) {
        if (variants.is("drained", "error")) {
            exchange.error();
        } else if (variants.is("drained", "ok")) {
            exchange.ok();
        } else {
            RadioCommands.line(exchange, "+CARECV: 0");
        }
    }
}
