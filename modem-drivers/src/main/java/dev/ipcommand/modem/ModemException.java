package dev.ipcommand.modem;

/** A modem or its port did not do what was asked. The message carries the evidence: command, time, last lines. */
public class ModemException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Kind {
        /** There is no such port (yet): wait for it. */
        PORT_MISSING,
        /** Another process has the port: the message names it. */
        PORT_BUSY,
        /** The port went away while open: close, then look for it again. */
        PORT_GONE,
        /** No answer in the command's time. */
        TIMEOUT,
        /** The modem answered with an error. */
        REFUSED,
        /** The modem answered something that cannot be understood. */
        GARBLED,
        /** This modem cannot do that. */
        UNSUPPORTED,
        /** It was not tried: the modem is busy with something else. */
        BUSY,
        /** The modem was closed by us meanwhile. */
        CLOSED
    }

    private final Kind kind;

    public ModemException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ModemException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
