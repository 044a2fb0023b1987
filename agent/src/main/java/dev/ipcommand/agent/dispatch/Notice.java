package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.Arrival.Malformed;

/** What is worth a line in the log, but not one for every datagram. */
enum Notice {
    EMPTY("dropped: " + Malformed.EMPTY.description()),
    TOO_LONG("dropped: " + Malformed.TOO_LONG.description()),
    NOT_UTF8("dropped: " + Malformed.NOT_UTF8.description()),
    NOT_TEXT("dropped: " + Malformed.NOT_TEXT.description()),
    SIGNED("dropped: signed commands are not supported yet"),
    RATE_LIMIT("dropped: over limits.commands_per_minute"),
    STOPPED("dropped: the agent is stopping"),
    FAULT("dropped: a fault of the agent"),
    REPLY_LIMIT("answer withheld: over limits.reply_bytes_per_hour"),
    RAW_FAILURE("failure not sent: the answer is raw, nothing of ours may be mixed into it"),
    HANDLER_OUTPUT("lines of handlers not logged: too many");

    private final String description;

    Notice(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    static Notice of(Malformed kind) {
        return switch (kind) {
            case EMPTY -> EMPTY;
            case TOO_LONG -> TOO_LONG;
            case NOT_UTF8 -> NOT_UTF8;
            case NOT_TEXT -> NOT_TEXT;
        };
    }
}
