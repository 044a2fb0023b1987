package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.PayloadRequest;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.util.function.Consumer;

/** The faults of a send that all dialects share: F6 before the payload, F20 after it. */
final class Sending {
    private static final int STORM_STEPS = 20;
    private static final int STORM_STEP_MILLIS = 50;

    private final Modem modem;

    Sending(Modem modem) {
        this.modem = modem;
    }

    /** Prompts for payload, or does what F6 says instead. */
    void ask(Exchange exchange, PayloadRequest request, Consumer<byte[]> then) {
        FaultOrder order = modem.parts().faults().spend(Fault.F6).orElse(null);
        String word = order == null ? "" : order.word();
        switch (word) {
            case "error" -> exchange.error();
            case "never" -> exchange.silence();
            case "silence" -> exchange.prompt(request, payload -> exchange.silence());
            default -> exchange.prompt(request, payload -> storm(() -> then.accept(payload)));
        }
    }

    private void storm(Runnable result) {
        FaultOrder order = modem.parts().faults().spend(Fault.F20).orElse(null);
        if (order == null) {
            result.run();
            return;
        }
        int lines = order.word().matches("[0-9]{1,4}") ? Integer.parseInt(order.word()) : 200;
        int perStep = Math.max(1, lines / STORM_STEPS);
        for (int step = 0; step * perStep < lines; step++) {
            int count = Math.min(perStep, lines - step * perStep);
            modem.later((long) step * STORM_STEP_MILLIS, () -> {
                for (int i = 0; i < count; i++) {
                    modem.terminal().intrude("+CSQ: " + (10 + i % 20) + ",99");
                }
            });
        }
        modem.later((long) STORM_STEPS * STORM_STEP_MILLIS / 2 + 1, result);
    }
}
