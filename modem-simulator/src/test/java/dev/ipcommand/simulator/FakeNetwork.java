package dev.ipcommand.simulator;

import dev.ipcommand.simulator.network.PacketNetwork;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A network whose mood a test sets. */
final class FakeNetwork implements PacketNetwork {
    String address = "127.64.0.23";
    boolean reachable = true;
    /** Whether it answers at all. */
    boolean answers = true;

    long leaseMillis = 10_000;
    int attaches;
    int detaches;
    boolean swallows;
    String card = "";

    @Override
    public void card(String iccid) {
        card = iccid;
    }

    @Override
    public void swallow(boolean everything) {
        swallows = everything;
    }

    @Override
    public void attach(@Nullable String wanted, Consumer<Answer> then) {
        attaches++;
        String given = wanted != null && !wanted.equals("127.64.0.23") ? wanted : address;
        if (!answers) {
            return;
        }
        then.accept(reachable ? new Answer(true, given, leaseMillis, "") : Answer.refused("unreachable"));
    }

    @Override
    public void detach() {
        detaches++;
    }

    @Override
    public void close() {}
}
