package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;

/** Answers {@code pong}. Never blocks; any thread. */
public final class PingHandler implements CommandHandler {
    private static final Reply PONG = Reply.text("pong");

    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        return PONG;
    }
}
