package dev.ipcommand.agent.session;

/** What can happen to a session. */
public enum Trigger {
    /** The agent starts with a modem. */
    START,
    /** The agent starts without AT: the session is an address of this host. */
    START_WITHOUT_MODEM,
    PORT_FOUND,
    PORT_MISSING,
    /** The modem answered and was identified. */
    MODEM_OPEN,
    /** The modem took its settings. */
    INITIALISED,
    SIM_READY,
    /** Ready, but another card than before. */
    SIM_SWAPPED,
    SIM_PENDING,
    /** The card wants a PIN that there is none for, or its PUK: waiting does not help, nor does any rung. */
    SIM_LOCKED,
    REGISTERED,
    NOT_REGISTERED,
    /** The link is bound to the session's address. */
    LINK_UP,
    /** The periodic look found everything in order. */
    HEALTHY,
    REGISTRATION_LOST,
    /** The data context is down or has another address. */
    CONTEXT_LOST,
    /** The listener is gone while the context may live. */
    LINK_LOST,
    /** Somebody who may wants the modem restarted. */
    RESTART_ASKED,
    /** Somebody who may wants the port closed and opened anew, to see it from the first byte. */
    REOPEN_ASKED,
    /** The modem started anew. */
    REBOOTED,
    /** The port is gone. */
    PORT_LOST,
    /** This host does not hold the session's address (yet). */
    ADDRESS_MISSING,
    /** The AT port is deaf or gone, while the host's data path may live. */
    CONTROL_LOST,
    /** Somebody else has the AT port, or on this host the UDP port; the detail names him. No reason to touch the modem. */
    PORT_HELD,
    /** What was tried failed; the detail says how. */
    FAILED,
    /** The pause of this phase has passed. */
    RETRY_DUE,
    /** It is time for the periodic look. */
    CHECK_DUE,
    /** A lost registration was given its time to return. */
    GRACE_OVER,
    /** It is time to look at the ladder: becomes one of those below. */
    RUNG_DUE,
    SEARCH_DUE,
    REATTACH_DUE,
    RADIO_DUE,
    REBOOT_DUE,
    POWER_DUE,
    /** The power sequence is over, whatever it achieved. */
    POWERED,
    STOP
}
