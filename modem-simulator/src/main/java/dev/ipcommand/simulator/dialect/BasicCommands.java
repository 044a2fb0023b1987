package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.SerialSettings;
import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Modem;
import java.util.List;
import java.util.function.Consumer;

/** V.250 and the identity and settings of 27.007 §5 and §8 that need no SIM. */
final class BasicCommands {
    /** A line of {@code ATI} that ends in the modem's own number. */
    static final String IMEI_LABEL = "IMEI: ";

    private static final long DIAL_MILLIS = 100;

    private final Modem modem;
    private final SerialSettings settings;

    private BasicCommands(Modem modem) {
        this.modem = modem;
        this.settings = modem.settings();
    }

    static void install(Modem modem) {
        BasicCommands commands = new BasicCommands(modem);
        commands.line();
        commands.identity();
        commands.keptSettings();
    }

    private void line() {
        CommandTable table = modem.table();
        flag("E", settings::setEcho);
        flag("V", settings::setVerbose);
        flag("Q", settings::setQuiet);
        for (String accepted : List.of("X", "L", "M", "H", "&C", "&D", "&K", "&S", "&W", "&V", "&Y")) {
            table.on(accepted).execute((arguments, exchange) -> exchange.ok());
        }
        for (String reset : List.of("Z", "&F")) {
            table.on(reset).execute((arguments, exchange) -> {
                settings.reset(modem.parts().model().defaultErrorFormat());
                exchange.ok();
            });
        }
        table.on("S").set(this::setRegister).read((arguments, exchange) -> {
            exchange.info("%03d".formatted(settings.register(arguments.number(0))));
            exchange.ok();
        });
        // No data mode in this simulator: a modem that is not attached answers the same (T8).
        table.on("D").set((arguments, exchange) -> modem.later(DIAL_MILLIS, () -> exchange.end("NO CARRIER")));
        table.on("O").execute((arguments, exchange) -> exchange.end("NO CARRIER"));
    }

    private void flag(String name, Consumer<Boolean> setter) {
        modem.table().on(name).execute((arguments, exchange) -> {
            int value = arguments.number(0);
            if (value > 1) {
                exchange.error();
                return;
            }
            setter.accept(value == 1);
            exchange.ok();
        });
    }

    private void setRegister(Arguments arguments, Exchange exchange) {
        if (settings.setRegister(arguments.number(0), arguments.number(1))) {
            exchange.ok();
        } else {
            exchange.error();
        }
    }

    private void identity() {
        CommandTable table = modem.table();
        Model model = modem.parts().model();
        String imei = modem.parts().imei();
        table.on("I").execute((arguments, exchange) -> {
            exchange.info(model.identification().stream()
                    .map(line -> line.equals(IMEI_LABEL) ? line + imei : line)
                    .toArray(String[]::new));
            exchange.ok();
        });
        text(List.of("+CGMI", "+GMI"), model.manufacturer());
        text(List.of("+CGMM", "+GMM"), model.model());
        text(List.of("+CGMR", "+GMR"), model.revision());
        text(List.of("+CGSN", "+GSN"), imei);
        table.on("+CGSN").set((arguments, exchange) -> {
            exchange.info("+CGSN: \"" + imei + "\"");
            exchange.ok();
        });
        text(List.of("+GCAP"), "+GCAP: +CGSM");
        table.on("+CMEE")
                .test("+CMEE: (0-2)")
                .read((arguments, exchange) -> {
                    exchange.info("+CMEE: " + settings.errorFormat());
                    exchange.ok();
                })
                .set((arguments, exchange) -> {
                    int format = arguments.number(0);
                    if (format < 0 || format > 2) {
                        exchange.cme(50);
                        return;
                    }
                    settings.setErrorFormat(format);
                    exchange.ok();
                });
    }

    private void text(List<String> names, String answer) {
        for (String name : names) {
            modem.table().on(name).test("").execute((arguments, exchange) -> {
                exchange.info(answer);
                exchange.ok();
            });
        }
    }

    private void keptSettings() {
        modem.parts().model().settings().forEach((name, first) -> modem.table()
                .on(name)
                .test("")
                .read((arguments, exchange) -> {
                    exchange.info(name + ": " + modem.saved().getOrDefault(name, first));
                    exchange.ok();
                })
                .set((arguments, exchange) -> {
                    modem.saved().put(name, arguments.text());
                    exchange.ok();
                }));
    }
}
