package dev.ipcommand.agent.session;

/** What the supervisor asks for. Blocking ones run on {@code at-work}, in order; each of those ends in a trigger. */
public enum Effect {
    /** Look for the AT port: PORT_FOUND or PORT_MISSING. */
    FIND_PORT,
    /** Open the port, make the modem answer, identify it: MODEM_OPEN, PORT_MISSING or FAILED. */
    OPEN_MODEM,
    /** Tell the modem its settings: INITIALISED or FAILED. */
    INITIALISE,
    /** SIM_READY, SIM_SWAPPED, SIM_PENDING, SIM_LOCKED or FAILED; gives the card its PIN. */
    READ_SIM,
    /** REGISTERED, NOT_REGISTERED, SIM_PENDING or FAILED. */
    READ_REGISTRATION,
    /** Raise context and listener: LINK_UP or FAILED. */
    BRING_UP_LINK,
    /** Look whether everything still is as it was: HEALTHY or what is not. */
    CHECK,
    /** Close the listener; no trigger. */
    CLOSE_LINK,
    /** Take the context down, whatever the modem says; no trigger. */
    DEACTIVATE,
    /** Let the modem choose a network anew; no trigger. */
    SEARCH_AGAIN,
    /** Leave packet service and attach again; no trigger. */
    REATTACH,
    /** The radio off and on; no trigger. */
    CYCLE_RADIO,
    /** Close the modem, use the lines that power or reset it: POWERED. */
    USE_POWER,
    /** Restart the modem by command, then close its port; no trigger. */
    REBOOT_MODEM,
    /** Close modem and port; no trigger. */
    CLOSE_MODEM,
    /** RETRY_DUE after the pause that the row names. */
    RETRY_LATER,
    /** RETRY_DUE at once. */
    RETRY_NOW,
    /** CHECK_DUE after the pause between two looks. */
    CHECK_LATER,
    /** GRACE_OVER after the time that a lost registration has. */
    GRACE_TIMER
}
