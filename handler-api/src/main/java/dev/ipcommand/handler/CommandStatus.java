package dev.ipcommand.handler;

import java.util.Locale;

/** How a command ended, as the sender reads it in {@code name! status: reason}. */
public enum CommandStatus {
    /** The handler ran and ended well. */
    OK,
    /** There is no such command, or the caller may not know of it. */
    NOT_FOUND,
    /** The command or its arguments are not what the handler takes. */
    INVALID_ARGUMENT,
    /** The handler did not end in time. */
    DEADLINE_EXCEEDED,
    /** A limit or a queue is full, or the answer is too long for a datagram. */
    RESOURCE_EXHAUSTED,
    /** The command needs a signature that it does not have. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    PERMISSION_DENIED,
    /** Not now: try again later. */
    UNAVAILABLE,
    /** The command was interrupted half-way, for example by a restart. */
    ABORTED,
    /** The handler failed. */
    INTERNAL;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name on the wire: lower case, words joined by {@code -}. */
    public String wireName() {
        return wireName;
    }
}
