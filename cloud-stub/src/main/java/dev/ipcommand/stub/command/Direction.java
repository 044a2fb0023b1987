package dev.ipcommand.stub.command;

import java.util.Locale;

/** Which way a command goes. */
public enum Direction {
    TO_SIM,
    FROM_SIM;

    /** As the API spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
