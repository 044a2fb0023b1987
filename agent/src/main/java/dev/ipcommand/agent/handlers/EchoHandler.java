package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;

/** Answers with the arguments, byte for byte. Never blocks; any thread. */
public final class EchoHandler implements CommandHandler {
    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        return Reply.binary(command.arguments());
    }
}
