package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Radio;
import java.util.List;

/** Functionality, registration, operator and signal: 27.007 §7 and §8. */
final class RadioCommands {
    private static final long SWITCH_MILLIS = 20;
    private static final long OPERATOR_SEARCH_MILLIS = 3000;

    private final Modem modem;
    private final boolean abortableSearch;
    private final boolean fourthReport;

    /**
     * Makes the commands.
     *
     * @param abortableSearch any byte ends {@code +COPS=?} (SIM7600)
     * @param fourthReport {@code +CEREG=4} is known (BG96)
     */
    RadioCommands(Modem modem, boolean abortableSearch, boolean fourthReport) {
        this.modem = modem;
        this.abortableSearch = abortableSearch;
        this.fourthReport = fourthReport;
    }

    void install() {
        CommandTable table = modem.table();
        for (String prefix : List.of("+CREG", "+CGREG", "+CEREG")) {
            registration(prefix);
        }
        table.on("+CFUN")
                .test("+CFUN: (0,1,4),(0,1)")
                .read((arguments, exchange) -> line(exchange, "+CFUN: " + modem.functionality()))
                .set(this::setFunctionality);
        table.on("+CSQ")
                .test("+CSQ: (0-31,99),(0-7,99)")
                .execute((arguments, exchange) ->
                        line(exchange, modem.radio().isRegistered() ? "+CSQ: 22,99" : "+CSQ: 99,99"));
        table.on("+CESQ")
                .test("+CESQ: (0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)")
                .execute((arguments, exchange) -> line(
                        exchange,
                        modem.radio().isRegistered() ? "+CESQ: 99,99,255,255,19,46" : "+CESQ: 99,99,255,255,255,255"));
        table.on("+COPS").read(this::readOperator).set(this::setOperator);
        // A test command by form, a search of minutes by nature.
        table.onTest("+COPS", this::searchOperators);
    }

    private void registration(String prefix) {
        boolean four = fourthReport && prefix.equals("+CEREG");
        modem.table()
                .on(prefix)
                .test(prefix + (four ? ": (0,1,2,4)" : ": (0-2)"))
                .read((arguments, exchange) -> line(exchange, modem.radio().read(prefix)))
                .set((arguments, exchange) -> {
                    int n = arguments.number(0);
                    if (n < 0 || (n > 2 && !(four && n == 4))) {
                        exchange.cme(50);
                        return;
                    }
                    modem.radio().report(prefix, n);
                    exchange.ok();
                });
    }

    static void line(Exchange exchange, String line) {
        exchange.info(line);
        exchange.ok();
    }

    private void setFunctionality(Arguments arguments, Exchange exchange) {
        int level = arguments.number(0);
        int reset = arguments.number(1, 0);
        if ((level != 0 && level != 1 && level != 4) || reset < 0 || reset > 1) {
            exchange.cme(50);
            return;
        }
        if (reset == 1) {
            exchange.ok();
            modem.rebootOnRequest();
            return;
        }
        modem.later(SWITCH_MILLIS, () -> {
            int before = modem.functionality();
            modem.setFunctionality(level);
            exchange.ok();
            boolean simRestarts = !modem.parts().model().simNeedsRadio() || before == 0;
            if (level == 1 && before != 1 && simRestarts && modem.parts().sim().isThere()) {
                modem.later(SWITCH_MILLIS, () -> modem.terminal()
                        .urc("+CPIN: " + modem.parts().sim().state().text()));
            }
        });
    }

    private void readOperator(Arguments arguments, Exchange exchange) {
        Radio radio = modem.radio();
        line(exchange, radio.isRegistered() ? "+COPS: 0,0,\"Visited Net\"," + radio.accessTechnology() : "+COPS: 0");
    }

    private void setOperator(Arguments arguments, Exchange exchange) {
        switch (arguments.number(0)) {
            case 0, 2 ->
                modem.later(SWITCH_MILLIS, () -> {
                    modem.search().select(arguments.number(0) == 0);
                    exchange.ok();
                });
            case 3 -> exchange.ok();
            default -> exchange.cme(4);
        }
    }

    private void searchOperators(Arguments arguments, Exchange exchange) {
        if (abortableSearch) {
            exchange.abortable();
        }
        modem.later(
                OPERATOR_SEARCH_MILLIS,
                () -> line(
                        exchange,
                        "+COPS: (2,\"Visited Net\",\"VN\",\"310410\","
                                + modem.radio().accessTechnology()
                                + "),(3,\"Other Net\",\"ON\",\"310260\",7),,(0,1,2,3,4),(0,1,2)"));
    }
}
