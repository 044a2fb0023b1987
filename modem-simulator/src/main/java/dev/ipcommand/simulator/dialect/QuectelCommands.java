package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.PinCode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Quectel's own commands apart from the sockets: URC port, network information, contexts, power (QAT, QTCP). */
final class QuectelCommands implements Dialect {
    private static final int MOST_ACTIVE = 3;
    private static final long POWER_DOWN_MILLIS = 2000;

    private final Modem modem;
    private final QuectelError error;
    private final boolean catM;
    private final Map<Integer, String> profiles = new TreeMap<>();
    private final Set<Integer> deactivated = new TreeSet<>();
    private final Set<Integer> activating = new TreeSet<>();
    private Runnable contextClosed = () -> {};

    QuectelCommands(Modem modem, QuectelError error, boolean catM) {
        this.modem = modem;
        this.error = error;
        this.catM = catM;
    }

    /** Who hears that the DTE has closed a context. */
    void onContextClosed(Runnable who) {
        contextClosed = who;
    }

    void install() {
        CommandTable table = modem.table();
        modem.terminal().routeUrcs(this::urcsComeHere);
        table.on("+QURCCFG")
                .test("+QURCCFG: \"urcport\",(\"usbat\",\"usbmodem\",\"uart1\")")
                .set(this::urcPort);
        table.on("+QCFG").test("+QCFG: \"nwscanmode\",(0,1,3),(0,1)").set(this::configure);
        table.on("+QNWINFO").test("").execute((arguments, exchange) -> RadioCommands.line(exchange, networkInfo()));
        table.on("+QCSQ").test("").execute((arguments, exchange) -> RadioCommands.line(exchange, signal()));
        table.on("+QINISTAT").execute((arguments, exchange) -> RadioCommands.line(exchange, "+QINISTAT: 7"));
        table.on("+QGMR")
                .execute((arguments, exchange) ->
                        RadioCommands.line(exchange, modem.parts().model().revision() + "_01.003.01.003"));
        table.on("+QPOWD").test("+QPOWD: (0,1)").execute(this::powerDown).set(this::powerDown);
        table.on("+QPINC").test("+QPINC: (\"SC\",\"P2\")").read((arguments, exchange) -> {
            PinCode pin = modem.parts().sim().pin();
            exchange.info("+QPINC: \"SC\"," + pin.left() + "," + pin.pukLeft(), "+QPINC: \"P2\",3,10");
            exchange.ok();
        });
        table.on("+QICSGP").test("+QICSGP: (1-16),(1-3),,,,(0-3)").set(this::profile);
        table.on("+QIACT").test("+QIACT: (1-16)").read(this::readActive).set(this::activate);
        table.on("+QIDEACT").test("+QIDEACT: (1-16)").set(this::deactivate);
        table.on("+QIGETERROR")
                .test("")
                .execute((arguments, exchange) -> RadioCommands.line(exchange, "+QIGETERROR: " + error.describe()));
    }

    @Override
    public void restarted() {
        deactivated.clear();
        activating.clear();
        error.set(0);
    }

    @Override
    public void contextsLost(Set<Integer> contexts) {
        deactivated.addAll(contexts);
        contexts.forEach(context -> modem.terminal().urc("+QIURC: \"pdpdeact\"," + context));
    }

    @Override
    public void simRefreshed() {
        modem.terminal().urc("+QUSIM: 1");
    }

    /** Where URCs go: to the USB AT port until the DTE says otherwise (facts §16a). */
    private String urcPort() {
        return modem.saved().getOrDefault("+QURCCFG", "usbat");
    }

    private boolean urcsComeHere() {
        boolean uart = modem.parts().model().portKind() == Model.PortKind.UART1;
        return urcPort().equals(uart ? "uart1" : "usbat");
    }

    String portName() {
        return modem.parts().model().portKind() == Model.PortKind.UART1 ? "uart1" : "usbat";
    }

    private void urcPort(Arguments arguments, Exchange exchange) {
        String port = arguments.text(1).toLowerCase(Locale.ROOT);
        if (!arguments.text(0).equalsIgnoreCase("urcport")) {
            exchange.error();
        } else if (port.isEmpty()) {
            RadioCommands.line(exchange, "+QURCCFG: \"urcport\",\"" + urcPort() + "\"");
        } else if (Set.of("usbat", "usbmodem", "uart1").contains(port)) {
            modem.saved().put("+QURCCFG", port);
            exchange.ok();
        } else {
            exchange.error();
        }
    }

    private void configure(Arguments arguments, Exchange exchange) {
        String key = arguments.text(0).toLowerCase(Locale.ROOT);
        if (!key.matches("[a-z0-9/_]{1,32}")) {
            exchange.error();
        } else if (arguments.count() == 1) {
            String first = Map.of("nwscanmode", "0", "iotopmode", "0", "usbnet", "0", "servicedomain", "1")
                    .getOrDefault(key, "0");
            RadioCommands.line(
                    exchange, "+QCFG: \"" + key + "\"," + modem.saved().getOrDefault("+QCFG " + key, first));
        } else {
            modem.saved().put("+QCFG " + key, arguments.text(1));
            exchange.ok();
        }
    }

    private String networkInfo() {
        if (!modem.radio().isRegistered()) {
            return "+QNWINFO: No Service";
        }
        return "+QNWINFO: \"" + (catM ? "Cat-M1" : "FDD LTE") + "\",\"310410\",\"LTE BAND 4\",2300";
    }

    private String signal() {
        if (!modem.radio().isRegistered()) {
            return "+QCSQ: \"NOSERVICE\"";
        }
        return "+QCSQ: \"" + (catM ? "CAT-M1" : "LTE") + "\",-71,-101,132,-11";
    }

    private void powerDown(Arguments arguments, Exchange exchange) {
        exchange.ok();
        modem.session().end();
        modem.later(arguments.number(0, 1) == 0 ? 1 : POWER_DOWN_MILLIS, () -> {
            modem.terminal().announce("POWERED DOWN");
            modem.stop();
        });
    }

    private void profile(Arguments arguments, Exchange exchange) {
        int context = arguments.number(0);
        if (context < 1 || context > 16) {
            exchange.error();
        } else if (arguments.count() == 1) {
            RadioCommands.line(exchange, "+QICSGP: " + profiles.getOrDefault(context, "1,\"\",\"\",\"\",0"));
        } else {
            modem.search().accessPointSet();
            profiles.put(context, arguments.text().substring(arguments.text().indexOf(',') + 1));
            exchange.ok();
        }
    }

    private void readActive(Arguments arguments, Exchange exchange) {
        modem.session().contexts().stream()
                .sorted()
                .forEach(context -> exchange.info(
                        "+QIACT: " + context + ",1,1,\"" + modem.session().address() + "\""));
        exchange.ok();
    }

    private void activate(Arguments arguments, Exchange exchange) {
        int context = arguments.number(0);
        if (context < 1 || context > 16) {
            fail(exchange, QuectelError.PARAMETERS);
        } else if (!modem.isAttached()
                || deactivated.contains(context)
                || activating.contains(context)
                || modem.session().contexts().size() >= MOST_ACTIVE) {
            fail(exchange, QuectelError.OPEN_CONTEXT);
        } else {
            activating.add(context);
            modem.later(modem.activationMillis(), () -> attach(context, exchange));
        }
    }

    private void attach(int context, Exchange exchange) {
        if (!modem.mayActivate()) {
            activating.remove(context);
            fail(exchange, QuectelError.OPEN_CONTEXT);
            return;
        }
        modem.activate(context, problem -> {
            activating.remove(context);
            if (!problem.isEmpty()) {
                fail(exchange, QuectelError.OPEN_CONTEXT);
            } else {
                exchange.ok();
            }
        });
    }

    private void fail(Exchange exchange, int code) {
        error.set(code);
        exchange.error();
    }

    private void deactivate(Arguments arguments, Exchange exchange) {
        int context = arguments.number(0);
        if (context < 1 || context > 16) {
            fail(exchange, QuectelError.PARAMETERS);
            return;
        }
        modem.later(10, () -> {
            deactivated.remove(context);
            modem.session().deactivate(context);
            contextClosed.run();
            exchange.ok();
        });
    }
}
