package dev.ipcommand.stub.command;

import java.util.Locale;

/** How far a command is. */
public enum Status {
    QUEUED,
    SENT,
    RECEIVED,
    FAILED;

    /** As the API spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
