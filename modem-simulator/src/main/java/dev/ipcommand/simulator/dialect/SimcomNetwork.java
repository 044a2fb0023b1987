package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.PinCode;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.util.Set;

/** SIM7600: the socket service's network, URC port, cell information and power (S76). */
final class SimcomNetwork implements Dialect {
    private static final int CONTEXT = 1;
    private static final int LAST_PORT = 7;
    private static final int AT_PORT = 3;
    private static final long CLOSE_MILLIS = 50;
    private static final long POWER_OFF_MILLIS = 1000;
    private static final int NOT_OPEN = 2;

    private final Modem modem;
    private boolean open;
    private boolean opening;
    private int urcPort;
    private Runnable closed = () -> {};

    SimcomNetwork(Modem modem) {
        this.modem = modem;
    }

    /** Who hears that the network was closed, by the DTE or from outside. */
    void onClosed(Runnable who) {
        closed = who;
    }

    boolean isOpen() {
        return open;
    }

    void install() {
        CommandTable table = modem.table();
        modem.terminal().routeUrcs(this::urcsComeHere);
        table.on("+CATR")
                .test("+CATR: (0-7)")
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+CATR: " + urcPort))
                .set(this::routeUrcs);
        table.on("+CPSI").test("").read((arguments, exchange) -> RadioCommands.line(exchange, cell()));
        table.on("+NETOPEN")
                .test("")
                .execute(this::open)
                .set(this::open)
                .read((arguments, exchange) -> RadioCommands.line(exchange, "+NETOPEN: " + (open ? 1 : 0)));
        table.on("+NETCLOSE").test("").execute(this::close);
        table.on("+IPADDR").test("").execute(this::address);
        table.on("+SPIC").test("").execute((arguments, exchange) -> {
            PinCode pin = modem.parts().sim().pin();
            RadioCommands.line(exchange, "+SPIC: " + pin.left() + "," + pin.pukLeft() + ",3,10");
        });
        table.on("+CRESET").test("").execute((arguments, exchange) -> {
            exchange.ok();
            modem.rebootOnRequest();
        });
        table.on("+CPOF").test("").execute((arguments, exchange) -> {
            exchange.ok();
            modem.later(POWER_OFF_MILLIS, modem::stop);
        });
    }

    @Override
    public void restarted() {
        open = false;
        opening = false;
        urcPort = 0;
    }

    @Override
    public void contextsLost(Set<Integer> contexts) {
        if (open && contexts.contains(CONTEXT)) {
            open = false;
            closed.run();
            modem.terminal().urc("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY");
        }
    }

    private boolean urcsComeHere() {
        int here = modem.parts().model().portKind() == Model.PortKind.UART1 ? 1 : AT_PORT;
        return urcPort == 0 || urcPort == here;
    }

    private void routeUrcs(Arguments arguments, Exchange exchange) {
        int wanted = arguments.number(0);
        if (wanted < 0 || wanted > LAST_PORT) {
            exchange.cme(50);
            return;
        }
        urcPort = wanted;
        exchange.ok();
    }

    private String cell() {
        return modem.radio().isRegistered()
                ? "+CPSI: LTE,Online,310-410,0x2F01,27447297,309,EUTRAN-BAND4,2300,5,5,-94,-850,-545,15"
                : "+CPSI: NO SERVICE,Online";
    }

    private void open(Arguments arguments, Exchange exchange) {
        if (open || opening) {
            exchange.info("+IP ERROR: Network is already opened");
            exchange.error();
            return;
        }
        opening = true;
        exchange.ok();
        modem.later(modem.activationMillis(), this::activate);
    }

    private void activate() {
        if (!modem.mayActivate()) {
            opened(false);
        } else {
            modem.activate(CONTEXT, problem -> opened(problem.isEmpty()));
        }
    }

    private void opened(boolean well) {
        opening = false;
        open = well;
        FaultOrder late = modem.parts()
                .faults()
                .order(Fault.F7)
                .filter(order -> order.word().equals("late"))
                .orElse(null);
        String line = "+NETOPEN: " + (well ? 0 : 1);
        if (late == null) {
            modem.terminal().delayedResult(line);
        } else {
            modem.parts().faults().count(Fault.F7);
            modem.later(late.number() * 1000L, () -> modem.terminal().delayedResult(line));
        }
    }

    private void close(Arguments arguments, Exchange exchange) {
        if (!open) {
            exchange.info("+NETCLOSE: " + NOT_OPEN);
            exchange.error();
            return;
        }
        open = false;
        closed.run();
        modem.session().deactivate(CONTEXT);
        exchange.ok();
        modem.later(CLOSE_MILLIS, () -> modem.terminal().delayedResult("+NETCLOSE: 0"));
    }

    private void address(Arguments arguments, Exchange exchange) {
        if (open) {
            RadioCommands.line(exchange, "+IPADDR: " + modem.session().address());
        } else {
            exchange.info("+IP ERROR: Network not opened");
            exchange.error();
        }
    }
}
