package dev.ipcommand.modem;

/**
 * Something the modem said by itself, classified by its driver. Drivers classify; they never decide what to do.
 *
 * @param kind what it means
 * @param detail the evidence in a few words, without identities, for the log
 */
public record ModemEvent(Kind kind, String detail) {
    public ModemEvent {
        // A line of the modem's may hold what moves a terminal's cursor.
        detail = detail.replaceAll("[^ -~…]", "?");
    }

    /** What an event means for the session. */
    public enum Kind {
        /** Registered with a network. */
        REGISTERED,
        /** No longer registered, or searching. */
        REGISTRATION_LOST,
        /** The data context is down. */
        CONTEXT_LOST,
        /** The UDP endpoint is closed, the context may live. */
        ENDPOINT_LOST,
        SIM_NOT_READY,
        SIM_READY,
        /** The modem has started anew: everything it was told is forgotten. */
        REBOOTED,
        /** The modem says it switches off. */
        POWERED_DOWN,
        /** The port is gone: unplugged, or closed by the other side. */
        PORT_LOST,
        /** The modem no longer answers: fences and a reopening failed. */
        DEAF
    }
}
