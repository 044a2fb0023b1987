package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.util.function.Consumer;

/** A built-in handler whose effect comes after its answer has left. Runs on a lane; may block. */
@FunctionalInterface
public interface RestartingHandler {
    /**
     * What it answers, and what then.
     *
     * @param afterAnswer told once whether the answer has left; must not wait
     */
    record Outcome(Reply reply, Consumer<Boolean> afterAnswer) {}

    /** @param key by which the answer can be amended when the effect is known */
    Outcome handle(IpCommand command, CommandKey key) throws InterruptedException;
}
