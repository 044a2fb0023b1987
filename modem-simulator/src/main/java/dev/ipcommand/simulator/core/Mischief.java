package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    private final Hangup hangup;

    /** Takes the port away for a while. */
    @FunctionalInterface
    public interface Hangup {
        /** The port goes now and is back under the same number or another one. */
        void away(long millis, boolean sameNumber);
    }

    /** Faults for a modem whose port can go away. */
    public Mischief(Modem modem, Hangup hangup) {
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
            case F13 -> modem.search().swapImsi(millis);
            case F14 ->
                modem.search().lose(Radio.Stat.DENIED, modem.parts().timing().scaled(millis));
            case F15 ->
                modem.search().lose(Radio.Stat.SEARCHING, modem.parts().timing().scaled(millis));
            case F16 -> hangup.away(millis, false);
            case F22 -> modem.session().changeAddress(() -> modem.dialects().forEach(Dialect::addressChanged));
            case CONTEXT_LOST -> modem.session().lose();
            case ENDPOINT_CLOSED -> modem.dialects().forEach(Dialect::closeEndpoints);
            case SILENT_REBOOT -> modem.startQuietly();
            case STUCK_DATA -> {
                modem.breakDown(Outages.Kind.DATA, Outages.Cure.of(order.word()), millis);
                modem.session().lose();
            }
            case STUCK_REGISTRATION ->
                modem.search()
                        .getStuck(
                                order.number() == Radio.Stat.DENIED.value() ? Radio.Stat.DENIED : Radio.Stat.SEARCHING,
                                Outages.Cure.of(order.word()));
            case DEAF -> modem.breakDown(Outages.Kind.DEAF, Outages.Cure.of(order.word()), millis);
            case BLACK_HOLE -> modem.breakDown(Outages.Kind.BLACK_HOLE, Outages.Cure.of(order.word()), millis);
            case REPLUG -> hangup.away(millis, order.word().equals("same"));
            case CARD_SWAP ->
                modem.search().swapCard(nextIccid(modem.parts().sim().iccid()), millis);
            default -> throw new IllegalStateException("no event: " + order.fault());
        }
    }

    /** The card of the next number: its neighbour in the stub's account. */
    private static String nextIccid(String iccid) {
        return new java.math.BigInteger(iccid).add(java.math.BigInteger.ONE).toString();
    }

    private void hostile() {
        byte[] payload = String.join("", HOSTILE).getBytes(StandardCharsets.ISO_8859_1);
        modem.dialects().forEach(dialect -> dialect.inject(payload));
    }
}
