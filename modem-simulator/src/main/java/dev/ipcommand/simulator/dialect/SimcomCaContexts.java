package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Arguments;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** SIM7070/7080/7090: the four application contexts, {@code +CNCFG} and {@code +CNACT} (S70). */
final class SimcomCaContexts implements Dialect {
    private static final int MOST_INDEX = 3;
    private static final int NOT_ALLOWED = 3;
    private static final int AUTOMATIC = 2;
    private static final String FIRST_CONFIGURATION = "0,\"\",\"\",\"\",0";
    /** Between two tries of a context that comes back by itself. */
    private static final long RETRY_MILLIS = 1000;

    private enum State {
        OFF(0),
        ON(1),
        BUSY(2);

        private final int value;

        State(int value) {
            this.value = value;
        }
    }

    private static final class Context {
        private State state = State.OFF;
        private boolean automatic;
        private String configuration = FIRST_CONFIGURATION;
    }

    private final Modem modem;
    private final List<Context> contexts =
            IntStream.rangeClosed(0, MOST_INDEX).mapToObj(i -> new Context()).toList();
    private IntConsumer closed = index -> {};

    SimcomCaContexts(Modem modem) {
        this.modem = modem;
    }

    /** Who hears that a context has ended, before the DTE does. */
    void onClosed(IntConsumer who) {
        closed = who;
    }

    /** Whether sockets can be opened on a context. */
    boolean isActive(int index) {
        return contexts.get(index).state == State.ON;
    }

    void install() {
        CommandTable table = modem.table();
        table.on("+CNCFG")
                .test("+CNCFG: (0-3),(0-2),(0-150),(0-127),(0-127),(0-3)")
                .read(this::readConfigurations)
                .set(this::configure);
        table.on("+CNACT").test("+CNACT: (0-3),(0-2)").read(this::readContexts).set(this::activate);
    }

    @Override
    public void restarted() {
        for (Context context : contexts) {
            context.state = State.OFF;
            context.automatic = false;
            context.configuration = FIRST_CONFIGURATION;
        }
    }

    @Override
    public void contextsLost(Set<Integer> lost) {
        for (int index = 0; index <= MOST_INDEX; index++) {
            if (lost.contains(cid(index)) && contexts.get(index).state == State.ON) {
                end(index);
                modem.terminal()
                        .urc(modem.parts().variants().is("pdp", "old") ? "+PDP: DEACT" : line(index, "DEACTIVE"));
                again(index);
            }
        }
    }

    /** The context of 27.007 behind an index: 0 is cid 1. */
    private static int cid(int index) {
        return index + 1;
    }

    private static String line(int index, String state) {
        return "+APP PDP: " + index + "," + state;
    }

    private void readConfigurations(Arguments arguments, Exchange exchange) {
        for (int index = 0; index <= MOST_INDEX; index++) {
            exchange.info("+CNCFG: " + index + "," + contexts.get(index).configuration);
        }
        exchange.ok();
    }

    private void configure(Arguments arguments, Exchange exchange) {
        int index = arguments.number(0);
        int type = arguments.number(1);
        int authentication = arguments.number(5, 0);
        if (index < 0 || index > MOST_INDEX || type < 0 || type > 2 || authentication < 0 || authentication > 3) {
            exchange.cme(50);
            return;
        }
        modem.search().accessPointSet();
        contexts.get(index).configuration = type + ",\"" + arguments.text(2) + "\",\"" + arguments.text(3) + "\",\""
                + arguments.text(4) + "\"," + authentication;
        exchange.ok();
    }

    private void readContexts(Arguments arguments, Exchange exchange) {
        for (int index = 0; index <= MOST_INDEX; index++) {
            State state = contexts.get(index).state;
            String address = state == State.ON ? modem.session().address() : "0.0.0.0";
            exchange.info("+CNACT: " + index + "," + state.value + ",\"" + address + "\"");
        }
        exchange.ok();
    }

    private void activate(Arguments arguments, Exchange exchange) {
        int index = arguments.number(0);
        int action = arguments.number(1);
        if (index < 0 || index > MOST_INDEX || action < 0 || action > AUTOMATIC) {
            exchange.cme(50);
        } else if (action == 0) {
            deactivate(index, exchange);
        } else if (contexts.get(index).state != State.OFF) {
            exchange.cme(NOT_ALLOWED);
        } else if (!modem.isAttached() && modem.parts().variants().is("cnact", "error")) {
            exchange.error();
        } else {
            contexts.get(index).automatic = action == AUTOMATIC;
            begin(index, exchange);
        }
    }

    private void deactivate(int index, Exchange exchange) {
        boolean was = contexts.get(index).state != State.OFF;
        contexts.get(index).automatic = false;
        if (!was) {
            exchange.cme(NOT_ALLOWED);
            return;
        }
        end(index);
        modem.session().deactivate(cid(index));
        modem.endWithResult(exchange, line(index, "DEACTIVE"), false);
    }

    private void end(int index) {
        contexts.get(index).state = State.OFF;
        closed.accept(index);
    }

    private void begin(int index, Exchange exchange) {
        long millis = modem.activationMillis();
        boolean before = place().equals("before");
        if (!before) {
            exchange.ok();
        }
        attachLater(index, millis, line -> {
            if (before) {
                exchange.info(line);
                exchange.ok();
            } else if (place().equals("late")) {
                modem.parts().faults().count(Fault.F7);
                int seconds = modem.parts()
                        .faults()
                        .order(Fault.F7)
                        .map(FaultOrder::number)
                        .orElse(0);
                modem.later(seconds * 1000L, () -> modem.terminal().delayedResult(line));
            } else {
                modem.terminal().delayedResult(line);
            }
        });
    }

    /** Where F7 wants the result: before, after or late. */
    private String place() {
        return modem.parts().faults().order(Fault.F7).map(FaultOrder::word).orElse("after");
    }

    private void attachLater(int index, long millis, Consumer<String> result) {
        contexts.get(index).state = State.BUSY;
        modem.later(millis, () -> {
            if (contexts.get(index).state != State.BUSY) {
                return;
            }
            if (modem.mayActivate()) {
                modem.activate(cid(index), problem -> attached(index, problem.isEmpty(), result));
            } else {
                attached(index, false, result);
            }
        });
    }

    private void attached(int index, boolean well, Consumer<String> result) {
        Context context = contexts.get(index);
        if (context.state != State.BUSY) {
            // Switched off while it was on its way.
            modem.session().deactivate(cid(index));
            return;
        }
        context.state = well ? State.ON : State.OFF;
        result.accept(line(index, well ? "ACTIVE" : "DEACTIVE"));
        if (!well) {
            again(index);
        }
    }

    /** {@code +CNACT=0,2}: a context that comes back by itself. */
    private void again(int index) {
        if (!contexts.get(index).automatic) {
            return;
        }
        modem.later(RETRY_MILLIS, () -> {
            Context context = contexts.get(index);
            if (!context.automatic || context.state != State.OFF) {
                return;
            }
            if (modem.isAttached()) {
                attachLater(index, modem.parts().timing().activate(), modem.terminal()::urc);
            } else {
                again(index);
            }
        });
    }
}
