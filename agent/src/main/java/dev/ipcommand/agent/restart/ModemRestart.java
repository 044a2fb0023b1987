package dev.ipcommand.agent.restart;

import java.util.Optional;
import java.util.function.LongSupplier;

/** Restarts the modem by its own command. */
public final class ModemRestart implements RestartPower {
    private final Runnable ask;
    private final LongSupplier restarts;

    /**
     * @param ask tells the session
     * @param restarts how often the modem was restarted by command in this process
     */
    public ModemRestart(Runnable ask, LongSupplier restarts) {
        this.ask = ask;
        this.restarts = restarts;
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public void restart() {
        ask.run();
    }

    @Override
    public String life() {
        return String.valueOf(restarts.getAsLong());
    }
}
