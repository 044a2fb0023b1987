package dev.ipcommand.agent.session;

/** What the supervisor asks for. Blocking ones run on {@code at-work}, in order; each of those ends in a trigger. */
public enum Effect {
    /** Look for the AT port: PORT_FOUND or PORT_MISSING. */
    FIND_PORT(true),
    /** Open the port, make the modem answer, identify it: MODEM_OPEN, PORT_MISSING or FAILED. */
    OPEN_MODEM(true),
    /** Tell the modem its settings: INITIALISED or FAILED. */
    INITIALISE(true),
    /** SIM_READY, SIM_PENDING or FAILED. */
    READ_SIM(true),
    /** REGISTERED, NOT_REGISTERED or FAILED. */
    READ_REGISTRATION(true),
    /** Raise context and listener: LINK_UP or FAILED. */
    BRING_UP_LINK(true),
    /** Look whether everything still is as it was: HEALTHY or what is not. */
    CHECK(true),
    /** Close the listener; no trigger. */
    CLOSE_LINK(true),
    /** Take the context down, whatever the modem says; no trigger. */
    DEACTIVATE(true),
    /** Close modem and port; no trigger. */
    CLOSE_MODEM(true),
    /** RETRY_DUE after the pause that the row names. */
    RETRY_LATER(false),
    /** RETRY_DUE at once. */
    RETRY_NOW(false),
    /** CHECK_DUE after the pause between two looks. */
    CHECK_LATER(false),
    /** GRACE_OVER after the time that a lost registration has. */
    GRACE_TIMER(false);

    private final boolean blocking;

    Effect(boolean blocking) {
        this.blocking = blocking;
    }

    /** Whether it talks to the modem or the network, and so runs on {@code at-work}. */
    public boolean isBlocking() {
        return blocking;
    }
}
