package dev.ipcommand.agent.link;

import java.util.List;

/** A board that writes down what it is asked. */
final class FakePower implements ModemPower {
    boolean cuts;
    private final List<String> calls;

    FakePower(List<String> calls) {
        this.calls = calls;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public boolean cutsSupply(int attempt) {
        return cuts;
    }

    @Override
    public String use(int attempt, boolean everAnswered) {
        calls.add("power, attempt " + attempt + ", answered " + everAnswered);
        return "done";
    }

    @Override
    public void close() {}
}
