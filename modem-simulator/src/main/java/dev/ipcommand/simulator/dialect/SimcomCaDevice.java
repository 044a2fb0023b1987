package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Variants;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** SIM7070/7080/7090: identity, boot messages, functionality, cell information and power (S70). */
final class SimcomCaDevice implements Dialect {
    private static final List<String> URC_CLASSES = List.of("SYS", "SIMCARD", "SMS", "NETWORK", "TCPIP", "QUALCOMM");
    /** Which class a boot message belongs to, by how it begins; the manual does not say what the others hold. */
    private static final Map<String, String> BOOT_CLASSES =
            Map.of("RDY", "SYS", "+CFUN", "SYS", "+CPIN", "SIMCARD", "SMS Ready", "SMS");

    private static final String AUTO_BAUD = "0";
    private static final long SWITCH_MILLIS = 20;
    private static final long POWER_OFF_MILLIS = 500;

    private final Modem modem;

    SimcomCaDevice(Modem modem) {
        this.modem = modem;
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+GSV").test("").execute((arguments, exchange) -> {
            exchange.info(modem.parts().model().identification().toArray(new String[0]));
            exchange.ok();
        });
        choice(
                "+CNMP",
                "+CNMP: ((2-Automatic),(13-GSM Only),(38-LTE Only),(51-GSM And LTE Only))",
                Set.of(2, 13, 38, 51));
        choice("+CMNB", "+CMNB: ((1-Cat-M),(2-NB-IoT),(3-Cat-M And NB-IoT))", Set.of(1, 2, 3));
        table.on("+CPSI").test("").read((arguments, exchange) -> RadioCommands.line(exchange, cell()));
        table.on("+CGNAPN")
                .test("")
                .execute((arguments, exchange) -> RadioCommands.line(
                        exchange, modem.radio().isRegistered() ? "+CGNAPN: 1,\"super\"" : "+CGNAPN: 0,\"\""));
        table.on("+CURCCFG")
                .test("+CURCCFG: \"SYS\",(0,1)")
                .read(this::readClasses)
                .set(this::switchClass);
        // The common +CFUN says nothing of the SIM that it switches.
        table.on("+CFUN").set(this::setFunctionality);
        table.on("+CREBOOT").test("").execute((arguments, exchange) -> {
            exchange.ok();
            modem.rebootOnRequest();
        });
        table.on("+CPOWD").test("+CPOWD: (0,1)").set(this::powerDown);
    }

    @Override
    public boolean announces(String bootLine) {
        String type = BOOT_CLASSES.entrySet().stream()
                .filter(entry -> bootLine.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        boolean autoBaud = modem.saved().getOrDefault("+IPR", "").equals(AUTO_BAUD);
        return isOn(type) && !(autoBaud && type.equals("SYS"));
    }

    private boolean isOn(String type) {
        return modem.saved().getOrDefault("+CURCCFG " + type, "1").equals("1");
    }

    private void choice(String name, String test, Set<Integer> allowed) {
        String first = allowed.contains(38) ? "2" : "1";
        modem.table()
                .on(name)
                .test(test)
                .read((arguments, exchange) ->
                        RadioCommands.line(exchange, name + ": " + modem.saved().getOrDefault(name, first)))
                .set((arguments, exchange) -> {
                    if (!allowed.contains(arguments.number(0))) {
                        exchange.cme(50);
                        return;
                    }
                    modem.saved().put(name, arguments.text(0));
                    exchange.ok();
                });
    }

    private String cell() {
        // The last field is no dB yet: SINR = 2 x 15 - 20 = 10 dB (S70).
        return modem.radio().isRegistered()
                ? "+CPSI: LTE CAT-M1,Online,310-410,0x2F01,27447297,309,EUTRAN-BAND4,2300,5,5,-11,-101,-71,15"
                : "+CPSI: NO SERVICE,Online";
    }

    private void readClasses(Arguments arguments, Exchange exchange) {
        URC_CLASSES.forEach(type -> exchange.info("+CURCCFG: \"" + type + "\"," + (isOn(type) ? 1 : 0)));
        exchange.ok();
    }

    private void switchClass(Arguments arguments, Exchange exchange) {
        String type = arguments.text(0).toUpperCase(Locale.ROOT);
        int on = arguments.number(1);
        if (!URC_CLASSES.contains(type) || on < 0 || on > 1) {
            exchange.cme(50);
            return;
        }
        modem.saved().put("+CURCCFG " + type, Integer.toString(on));
        exchange.ok();
    }

    private void setFunctionality(Arguments arguments, Exchange exchange) {
        int level = arguments.number(0);
        int reset = arguments.number(1, 0);
        if ((level != 0 && level != 1 && level != 4) || reset < 0 || reset > 1) {
            exchange.cme(50);
        } else if (reset == 1) {
            exchange.ok();
            modem.rebootOnRequest();
        } else {
            modem.later(SWITCH_MILLIS, () -> change(level, exchange));
        }
    }

    private void change(int level, Exchange exchange) {
        int before = modem.functionality();
        modem.setFunctionality(level);
        Variants variants = modem.parts().variants();
        boolean present = modem.parts().sim().isThere() && isOn("SIMCARD");
        // CFUN=0 is what cuts the SIM off, 4 leaves it alone (facts §16a).
        boolean gone = present && level == 0 && before != 0;
        boolean back = present && level != 0 && before == 0;
        String pin = gone
                ? "+CPIN: NOT READY"
                : "+CPIN: " + modem.parts().sim().state().text();
        boolean inside = variants.is("cfun", "inside") || (gone && variants.is("cfun", "split"));
        if ((gone || back) && inside) {
            exchange.info(pin);
        }
        exchange.ok();
        if ((gone || back) && !inside) {
            modem.later(SWITCH_MILLIS, () -> modem.terminal().urc(pin));
        }
        if (back && isOn("SMS")) {
            modem.later(2 * SWITCH_MILLIS, () -> modem.terminal().urc("SMS Ready"));
        }
    }

    private void powerDown(Arguments arguments, Exchange exchange) {
        int how = arguments.number(0);
        if (how < 0 || how > 1) {
            exchange.cme(50);
            return;
        }
        modem.session().end();
        if (how == 1) {
            // Instead of OK, and nothing after it.
            exchange.end("NORMAL POWER DOWN");
        } else {
            exchange.silence();
        }
        modem.later(how == 1 ? POWER_OFF_MILLIS : 1, modem::stop);
    }
}
