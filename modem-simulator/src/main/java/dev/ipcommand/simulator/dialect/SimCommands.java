package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.SimCard;
import java.util.Optional;
import java.util.function.Supplier;

/** The SIM over AT: 27.007 §8.3, §8.18 and the vendors' ways to the ICCID. */
final class SimCommands {
    private static final int READ_BINARY = 176;
    private static final int UPDATE_BINARY = 214;

    private final Modem modem;
    private final SimCard sim;

    SimCommands(Modem modem) {
        this.modem = modem;
        this.sim = modem.parts().sim();
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CPIN").test("").read(this::readPin).set((arguments, exchange) -> exchange.cme(16));
        answer("+CIMI", sim::imsi);
        table.on("+CRSM").test("").set(this::restrictedAccess);
    }

    /** A command that answers with something of the SIM. */
    void answer(String name, Supplier<String> text) {
        modem.table().on(name).test("").execute((arguments, exchange) -> {
            int problem = modem.simError();
            if (problem != 0) {
                exchange.cme(problem);
                return;
            }
            exchange.info(text.get());
            exchange.ok();
        });
    }

    private void readPin(Arguments arguments, Exchange exchange) {
        int problem = modem.simError();
        if (problem != 0) {
            exchange.cme(problem);
            return;
        }
        exchange.info("+CPIN: READY");
        exchange.ok();
    }

    private void restrictedAccess(Arguments arguments, Exchange exchange) {
        int problem = modem.simError();
        if (problem != 0) {
            exchange.cme(problem);
            return;
        }
        int offset = arguments.number(2, 0) * 256 + arguments.number(3, 0);
        switch (arguments.number(0)) {
            case READ_BINARY -> {
                Optional<String> content = sim.readBinary(arguments.number(1), offset, arguments.number(4, 0));
                exchange.info(content.map(hex -> "+CRSM: 144,0,\"" + hex + "\"").orElse("+CRSM: 106,130,\"\""));
                exchange.ok();
            }
            case UPDATE_BINARY -> {
                boolean done = sim.updateBinary(arguments.number(1), offset, arguments.number(4, 0), arguments.text(5));
                exchange.info(done ? "+CRSM: 144,0,\"\"" : "+CRSM: 105,130,\"\"");
                exchange.ok();
            }
            default -> exchange.cme(4);
        }
    }
}
