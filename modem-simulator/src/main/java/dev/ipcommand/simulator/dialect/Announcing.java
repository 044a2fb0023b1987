package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;

/** When buffered data is announced: at once, or by F9 not before several datagrams have come. */
final class Announcing {
    private static final long LONGEST_MILLIS = 2000;
    private static final long STEP_MILLIS = 20;

    private final Modem modem;

    Announcing(Modem modem) {
        this.modem = modem;
    }

    /** Announces the data of a socket with a URC. */
    void announce(EmbeddedSocket socket, Runnable urc) {
        if (modem.parts().faults().isOn(Fault.F9)) {
            later(socket, urc, modem.parts().timeline().now() + LONGEST_MILLIS);
        } else {
            urc.run();
        }
    }

    private void later(EmbeddedSocket socket, Runnable urc, long latest) {
        int wanted =
                modem.parts().faults().order(Fault.F9).map(FaultOrder::number).orElse(1);
        if (socket.datagrams() >= wanted || modem.parts().timeline().now() >= latest) {
            modem.parts().faults().count(Fault.F9);
            urc.run();
        } else {
            modem.later(STEP_MILLIS, () -> later(socket, urc, latest));
        }
    }
}
