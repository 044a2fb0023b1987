package dev.ipcommand.agent.session;

/**
 * One step of the recovery ladder, gentlest first. The first two belong to the transition table and its pauses; the others
 * are called for by time, and {@code RecoveryLadder} says when.
 */
public enum Rung {
    LISTENER(0, "the listener is gone while the context lives", "opens it again on the same port", false),
    CONTEXT(1, "the data context is lost", "deactivates, activates, reads the address, listens", false),
    REATTACH(2, "registered, but activation keeps failing", "detaches from packet service and attaches again", false),
    SEARCH(3, "no network takes the modem", "lets it choose a network anew, automatically", false),
    RADIO(
            4,
            "still no service",
            "switches the radio off and on; clears the card's forbidden networks if there are any",
            true),
    REBOOT(5, "still no service, or the AT port is dead", "restarts the modem by command", true),
    POWER(6, "a restart did not help, or the port is gone", "resets the modem or cuts its power by GPIO", true);

    private final int number;
    private final String trouble;
    private final String action;
    private final boolean radioStep;

    Rung(int number, String trouble, String action, boolean radioStep) {
        this.number = number;
        this.trouble = trouble;
        this.action = action;
        this.radioStep = radioStep;
    }

    public int number() {
        return number;
    }

    /** What it is for, for a person to read. */
    public String trouble() {
        return trouble;
    }

    /** What it does, for a person to read: "the agent …". */
    public String action() {
        return action;
    }

    /** Whether it starts the search for a network from the beginning, and a multi-IMSI card's timer with it. */
    public boolean isRadioStep() {
        return radioStep;
    }

    /**
     * What the session is told when it is due.
     *
     * @throws IllegalStateException for those that the transition table does without being told
     */
    Trigger trigger() {
        return switch (this) {
            case SEARCH -> Trigger.SEARCH_DUE;
            case REATTACH -> Trigger.REATTACH_DUE;
            case RADIO -> Trigger.RADIO_DUE;
            case REBOOT -> Trigger.REBOOT_DUE;
            case POWER -> Trigger.POWER_DUE;
            case LISTENER, CONTEXT -> throw new IllegalStateException(this + " is never due by time");
        };
    }

    /** Whether it counts against the resets of a day. */
    public boolean isReset() {
        return this == REBOOT || this == POWER;
    }
}
