package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandHandler;

/**
 * A handler that comes with the agent.
 *
 * @param access who may call it while the configuration does not say
 * @param inline whether it never blocks, and may run on the thread that received the command
 * @param repeatable whether a repeated command simply runs again
 */
public record BuiltIn(String name, CommandHandler handler, Access access, boolean inline, boolean repeatable) {
    /** Who may call a built-in handler. */
    public enum Access {
        /** Anyone, unless {@code [handler.NAME]} says otherwise. */
        OPEN,
        /** Whom {@code [handler.NAME]} allows. */
        CLOSED
    }

    /** One that only tells something and never blocks. */
    public static BuiltIn telling(String name, Access access, CommandHandler handler) {
        return new BuiltIn(name, handler, access, true, true);
    }
}
