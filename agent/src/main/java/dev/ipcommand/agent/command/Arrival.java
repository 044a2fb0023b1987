package dev.ipcommand.agent.command;

import dev.ipcommand.agent.config.AgentConfig.Route;
import org.jspecify.annotations.Nullable;

/**
 * What one datagram is. Immutable; holds offsets into the datagram instead of copies of it.
 */
public sealed interface Arrival {
    /**
     * It belongs to a route: the whole datagram goes to the route's handler.
     *
     * @param route the route that claimed it
     */
    record Routed(Route route) implements Arrival {}

    /**
     * It has the shape of a signed token (three base64url parts, joined by dots, the first one a JSON object).
     * Never anything else, whatever the routes say.
     */
    record Signed() implements Arrival {}

    /**
     * It is a text command.
     *
     * @param name a valid name
     * @param id a valid id, or null without one
     * @param argumentsOffset where the arguments begin; they go on to the end of the datagram
     */
    record Text(String name, @Nullable String id, int argumentsOffset) implements Arrival {}

    /**
     * It is a text command whose id breaks the grammar.
     *
     * @param name a valid name: all that an answer may repeat
     */
    record BadId(String name) implements Arrival {}

    /** It is none of these and nothing else claims it: counted, never answered. */
    enum Malformed implements Arrival {
        /** No bytes at all. */
        EMPTY("empty"),
        /** More than 1300 bytes, which the platform cannot have sent. */
        TOO_LONG("longer than 1300 bytes"),
        /** Not well-formed UTF-8. */
        NOT_UTF8("not UTF-8"),
        /** UTF-8 without the head of a text command. */
        NOT_TEXT("not a command");

        private final String description;

        Malformed(String description) {
            this.description = description;
        }

        /** For the log. */
        public String description() {
            return description;
        }
    }
}
