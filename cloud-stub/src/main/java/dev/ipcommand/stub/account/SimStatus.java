package dev.ipcommand.stub.account;

import java.util.Locale;

/** Where a Sim is in its life. Only {@link #READY} and {@link #ACTIVE} Sims take commands. */
public enum SimStatus {
    NEW,
    READY,
    ACTIVE,
    INACTIVE,
    /** A change of status is under way. */
    SCHEDULED;

    /** As the API spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
