package dev.ipcommand.handler;

/** The form in which an IP Command reached the device. */
public enum CommandForm {
    /** Raw bytes that a configured route gave to its handler. */
    ROUTE,
    /** {@code name#id: args} in UTF-8. */
    TEXT,
    /** A signed token whose claims hold the command. */
    SIGNED
}
