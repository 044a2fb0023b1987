package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.security.Policy;

/**
 * A handler and the terms on which it is called.
 *
 * @param lane where its calls wait their turn, unless they run on the receiving thread
 */
record RegisteredHandler(String name, Policy policy, Terms terms, Runner runner, Lane lane) {
    /**
     * @param deadlineNanos for its turn to come, and again for its run
     * @param raw whether its answers carry no head
     * @param bounded whether unsigned callers get at most three times the command's size, or 200 bytes
     * @param inline whether it never blocks, and may run on the thread that received the command
     * @param repeatable whether an unsigned command that is repeated with its id simply runs again
     * @param withoutClock whether a signed command may run while the time is not known
     */
    record Terms(
            long deadlineNanos,
            boolean raw,
            boolean bounded,
            boolean inline,
            boolean repeatable,
            boolean withoutClock) {}
}
