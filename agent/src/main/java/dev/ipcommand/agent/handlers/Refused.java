package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;

/** A command that a built-in handler does not carry out; the message is for its sender. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final CommandStatus status;
    private final String reason;

    Refused(CommandStatus status, String reason) {
        super(reason);
        this.status = status;
        this.reason = reason;
    }

    Reply reply() {
        return Reply.failure(status, reason);
    }
}
