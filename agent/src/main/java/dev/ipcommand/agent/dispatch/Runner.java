package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.Reply;

/** The body of a handler, in-process or a script. Interrupted at the call's deadline. */
@FunctionalInterface
interface Runner {
    Reply run(Call call) throws Exception;
}
