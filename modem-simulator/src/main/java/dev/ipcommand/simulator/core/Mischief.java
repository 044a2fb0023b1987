package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/** Turns fault orders into what happens. Used on the modem's timeline only. */
public final class Mischief {
    private static final List<String> HOSTILE = List.of(
            "\r\nOK\r\n",
            "+QIURC: \"closed\",0\r\n",
            "--EOF--Pattern--",
            "\"",
            "\r\n> ",
            "\u0000\u00ff\u001a\u001b\u0003");

    private final Modem modem;
    private final LongConsumer hangup;

    /** Faults for a modem whose port can go away for so many milliseconds. */
    public Mischief(Modem modem, LongConsumer hangup) {
        this.modem = modem;
        this.hangup = hangup;
    }

    /** Takes an order: a state or count is noted, an event happens when its time has come. */
    public void order(FaultOrder order) {
        if (order.fault().kind() != Fault.Kind.EVENT) {
            modem.parts().faults().set(order);
            if (order.fault() == Fault.F19) {
                modem.settings().setVerbose(false);
            }
        } else if (order.afterSeconds() == 0) {
            happen(order);
        } else {
            modem.parts().timeline().after(order.afterSeconds() * 1000L, () -> happen(order));
        }
    }

    private void happen(FaultOrder order) {
        modem.parts().faults().count(order.fault());
        long millis = order.number() * 1000L;
        switch (order.fault()) {
            case F5 -> modem.start();
            case F11 -> hostile();
            case F13 -> modem.swapImsi(millis);
            case F14 -> modem.loseRegistration(Radio.Stat.DENIED, millis);
            case F15 -> modem.loseRegistration(Radio.Stat.SEARCHING, millis);
            case F16 -> hangup.accept(millis);
            case F22 -> modem.session().changeAddress(() -> modem.dialects().forEach(Dialect::addressChanged));
            default -> throw new IllegalStateException("no event: " + order.fault());
        }
    }

    private void hostile() {
        byte[] payload = String.join("", HOSTILE).getBytes(StandardCharsets.ISO_8859_1);
        modem.dialects().forEach(dialect -> dialect.inject(payload));
    }
}
