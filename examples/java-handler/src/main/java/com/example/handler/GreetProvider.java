package com.example.handler;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandHandlerProvider;
import dev.ipcommand.handler.HandlerSettings;
import dev.ipcommand.handler.InvalidSettingException;

/** Makes the handler of {@code greet}; named in {@code META-INF/services}. */
public final class GreetProvider implements CommandHandlerProvider {
    @Override
    public String name() {
        return "greet";
    }

    /** It changes nothing, so a command that is sent again may simply run again. */
    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public CommandHandler create(HandlerSettings settings) throws InvalidSettingException {
        String greeting = settings.get("greeting").orElse("hello");
        if (greeting.isBlank()) {
            throw new InvalidSettingException("greeting", "\"" + greeting + "\"", "a word");
        }
        return new GreetHandler(greeting);
    }
}
