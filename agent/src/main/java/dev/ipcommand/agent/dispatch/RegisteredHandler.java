package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.security.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A handler and the terms on which it is called.
 *
 * @param deadlineNanos for its turn to come, and again for its run
 * @param raw whether its answers carry no head
 * @param bounded whether its answers are at most three times the command's size, or 200 bytes
 * @param lane null = it never blocks and runs on the thread that received the command
 */
record RegisteredHandler(
        String name,
        Policy policy,
        long deadlineNanos,
        boolean raw,
        boolean bounded,
        Runner runner,
        @Nullable Lane lane) {}
