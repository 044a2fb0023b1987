package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.Arrival.Malformed;
import dev.ipcommand.agent.security.Refusal;

/** What is worth a line in the log, but not one for every datagram. */
enum Notice {
    EMPTY("dropped: " + Malformed.EMPTY.description()),
    TOO_LONG("dropped: " + Malformed.TOO_LONG.description()),
    NOT_UTF8("dropped: " + Malformed.NOT_UTF8.description()),
    NOT_TEXT("dropped: " + Malformed.NOT_TEXT.description()),
    REFUSED_LENGTH("refused: a token longer than a datagram"),
    REFUSED_FORM("refused: a token of a wrong form"),
    REFUSED_KID("refused: a token of an unknown key"),
    REFUSED_SIGNATURE("refused: a token with a wrong signature"),
    REFUSED_AUD("refused: a token for another device"),
    REFUSED_TIME("refused: a token outside its time"),
    REFUSED_JTI("refused: a token's id used for another command"),
    REFUSED_RATE("refused: tokens not looked at, too many wrong ones came"),
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

    static Notice of(Refusal cause) {
        return switch (cause) {
            case LENGTH -> REFUSED_LENGTH;
            case FORM -> REFUSED_FORM;
            case KID -> REFUSED_KID;
            case SIGNATURE -> REFUSED_SIGNATURE;
            case AUD -> REFUSED_AUD;
            case TIME -> REFUSED_TIME;
            case JTI -> REFUSED_JTI;
            case RATE -> REFUSED_RATE;
        };
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
