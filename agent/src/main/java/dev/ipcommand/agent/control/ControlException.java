package dev.ipcommand.agent.control;

import java.io.IOException;

/** The agent could not be asked, or its answer made no sense; the message names the socket and the next step. */
public final class ControlException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is. */
    public enum Kind {
        /** Nobody answers at the socket. */
        UNREACHABLE,
        /** The agent is there and did not answer in time. */
        TIMEOUT,
        /** The agent refused the request or answered something else. */
        REFUSED
    }

    private final Kind kind;

    ControlException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
