package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Modem;
import java.util.Map;
import java.util.TreeMap;

/** PDP contexts: 27.007 §10.1. */
final class PacketCommands {
    private static final int MOST_CONTEXTS = 16;
    private static final long ATTACH_MILLIS = 50;
    private static final int NO_SERVICE = 30;
    private static final int UNSPECIFIED = 148;

    private final Modem modem;
    private final Map<Integer, String> definitions = new TreeMap<>();

    PacketCommands(Modem modem) {
        this.modem = modem;
        definitions.put(1, "\"IPV4V6\",\"\"");
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CGDCONT")
                .test("+CGDCONT: (1-16),\"IP\",,,(0-2),(0-3),(0,1),(0,1)")
                .read(this::readDefinitions)
                .set(this::define);
        table.on("+CGATT")
                .test("+CGATT: (0,1)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CGATT: " + (modem.isAttached() ? 1 : 0)))
                .set(this::attach);
        table.on("+CGACT").test("+CGACT: (0,1)").read(this::readActive).set(this::activate);
        table.on("+CGPADDR")
                .test("+CGPADDR: (1)")
                .execute((arguments, exchange) -> addresses(exchange))
                .set((arguments, exchange) -> RadioCommands.line(exchange, address(arguments.number(0))));
        table.on("+CGCONTRDP").test("+CGCONTRDP: (1)").execute(this::parameters).set(this::parameters);
        table.on("+CGEREP").test("+CGEREP: (0-2),(0,1)").set((arguments, exchange) -> {
            modem.reportEvents(arguments.number(0) > 0);
            exchange.ok();
        });
    }

    private void readDefinitions(Arguments arguments, Exchange exchange) {
        definitions.forEach((cid, rest) -> exchange.info("+CGDCONT: " + cid + "," + rest + ",\"0.0.0.0\",0,0,0,0"));
        exchange.ok();
    }

    private void define(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(0);
        if (cid < 1 || cid > MOST_CONTEXTS) {
            exchange.cme(50);
            return;
        }
        if (arguments.count() == 1) {
            definitions.remove(cid);
        } else {
            definitions.put(cid, "\"" + arguments.text(1) + "\",\"" + arguments.text(2) + "\"");
        }
        modem.search().accessPointSet();
        exchange.ok();
    }

    private void attach(Arguments arguments, Exchange exchange) {
        boolean on = arguments.number(0) != 0;
        if (on && !modem.radio().isRegistered()) {
            exchange.cme(NO_SERVICE);
            return;
        }
        modem.later(ATTACH_MILLIS, () -> {
            modem.setAttached(on);
            exchange.ok();
        });
    }

    private void readActive(Arguments arguments, Exchange exchange) {
        definitions
                .keySet()
                .forEach(cid ->
                        exchange.info("+CGACT: " + cid + "," + (modem.session().isActive(cid) ? 1 : 0)));
        exchange.ok();
    }

    private void activate(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(1, 1);
        if (arguments.number(0) == 0) {
            if (modem.session().isActive(cid)) {
                modem.session().lose();
            }
            exchange.ok();
        } else if (!modem.isAttached()) {
            exchange.cme(NO_SERVICE);
        } else if (!definitions.containsKey(cid)) {
            exchange.cme(UNSPECIFIED);
        } else {
            boolean up = modem.session().isUp();
            modem.later(up ? 0 : modem.activationMillis(), () -> raise(cid, exchange));
        }
    }

    private void raise(int cid, Exchange exchange) {
        if (!modem.mayActivate()) {
            exchange.cme(UNSPECIFIED);
            return;
        }
        modem.activate(cid, problem -> {
            if (problem.isEmpty()) {
                exchange.ok();
            } else {
                exchange.cme(UNSPECIFIED);
            }
        });
    }

    private void addresses(Exchange exchange) {
        definitions.keySet().forEach(cid -> exchange.info(address(cid)));
        exchange.ok();
    }

    private String address(int cid) {
        boolean quotes = modem.parts().model().quotedRegistration()
                && modem.parts().variants().is("quotes", "on");
        String address = modem.session().isActive(cid) ? modem.session().address() : quotes ? "0.0.0.0" : "";
        return "+CGPADDR: " + cid + "," + (quotes ? "\"" + address + "\"" : address);
    }

    private void parameters(Arguments arguments, Exchange exchange) {
        int cid = arguments.number(0, 1);
        if (modem.session().isActive(cid)) {
            exchange.info("+CGCONTRDP: " + cid + ",5,\"super\",\""
                    + modem.session().address() + "\",\"127.64.0.1\",\"127.64.0.1\",\"127.64.0.1\"");
        }
        exchange.ok();
    }
}
