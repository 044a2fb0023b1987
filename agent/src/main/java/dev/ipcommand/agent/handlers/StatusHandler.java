package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.util.function.Supplier;

/** Answers with one short line about the agent, without identities. Any thread. */
public final class StatusHandler implements CommandHandler {
    private final Supplier<String> line;

    /** @param line makes the line, at most 150 bytes; must not block */
    public StatusHandler(Supplier<String> line) {
        this.line = line;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        return Reply.text(line.get());
    }
}
