package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.SimCard;
import dev.ipcommand.simulator.core.SimState;
import java.util.Optional;
import java.util.function.Supplier;

/** The SIM over AT: 27.007 §8.3, §8.18 and the vendors' ways to the ICCID. */
final class SimCommands {
    private static final int READ_BINARY = 176;
    private static final int UPDATE_BINARY = 214;
    private static final long READY_MILLIS = 30;

    private final Modem modem;
    private final SimCard sim;

    SimCommands(Modem modem) {
        this.modem = modem;
        this.sim = modem.parts().sim();
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CPIN").test("").read(this::readPin).set(this::enterPin);
        table.on("+CPINR").test("").execute(this::readTries).set(this::readTries);
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

    /** A command that answers with what is printed on the card: no PIN guards that (51.011 §10.1.1). */
    void identify(String name, Supplier<String> text) {
        modem.table().on(name).test("").execute((arguments, exchange) -> {
            int problem = modem.simError();
            if (problem != 0 && !isLocked(problem)) {
                exchange.cme(problem);
                return;
            }
            exchange.info(text.get());
            exchange.ok();
        });
    }

    private static boolean isLocked(int problem) {
        return problem == SimState.PIN.error() || problem == SimState.PUK.error();
    }

    private void readPin(Arguments arguments, Exchange exchange) {
        int problem = modem.simError();
        if (problem != 0 && !isLocked(problem)) {
            exchange.cme(problem);
            return;
        }
        exchange.info("+CPIN: " + sim.state().text());
        exchange.ok();
    }

    /** 27.007 §8.3: {@code <pin>}, or {@code <puk>,<newpin>}. */
    private void enterPin(Arguments arguments, Exchange exchange) {
        int problem = modem.simError();
        if (problem != 0 && !isLocked(problem)) {
            exchange.cme(problem);
            return;
        }
        modem.count("pin_entries", 1);
        boolean two = arguments.count() > 1;
        int wrong = two
                ? sim.pin().unblock(arguments.text(0), arguments.text(1))
                : sim.pin().enter(arguments.text(0));
        if (wrong != 0) {
            exchange.cme(wrong);
            return;
        }
        exchange.ok();
        modem.later(READY_MILLIS, () -> {
            modem.terminal().urc("+CPIN: READY");
            modem.dialects().forEach(Dialect::simRefreshed);
            modem.search().begin();
        });
    }

    /** 27.007 §8.65: tries that are left. */
    private void readTries(Arguments arguments, Exchange exchange) {
        exchange.info("+CPINR: SIM PIN," + sim.pin().left() + ",3");
        exchange.info("+CPINR: SIM PUK," + sim.pin().pukLeft() + ",10");
        exchange.ok();
    }

    private void restrictedAccess(Arguments arguments, Exchange exchange) {
        int problem = modem.simError();
        if (problem != 0 && !(isLocked(problem) && arguments.number(1) == SimCard.EF_ICCID)) {
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
