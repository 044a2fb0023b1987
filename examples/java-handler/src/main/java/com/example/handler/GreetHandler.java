package com.example.handler;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;

/** Answers {@code greet: bob} with {@code hello bob}. */
final class GreetHandler implements CommandHandler {
    private final String greeting;

    GreetHandler(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) throws Exception {
        String name = command.text().strip();
        if (name.isEmpty() || name.length() > 40) {
            return Reply.failure(CommandStatus.INVALID_ARGUMENT, "a name of 1 to 40 characters");
        }
        return Reply.text(greeting + " " + name);
    }
}
