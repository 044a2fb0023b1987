package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.Reply;

/** The body of a handler, in-process or a script. Interrupted at the call's deadline. */
@FunctionalInterface
interface Runner {
    Reply run(Call call) throws Exception;

    /** Whether there is still something to run; asked when a call's turn has come, before it is noted as begun. */
    default boolean isThere() {
        return true;
    }
}
