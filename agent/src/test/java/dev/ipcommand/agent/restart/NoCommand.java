package dev.ipcommand.agent.restart;

import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.IpCommand;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A command without arguments. */
record NoCommand() implements IpCommand {
    @Override
    public String name() {
        return "reboot";
    }

    @Override
    public Optional<String> id() {
        return Optional.of("7");
    }

    @Override
    public byte[] arguments() {
        return new byte[0];
    }

    @Override
    public String text() {
        return "";
    }

    @Override
    public CommandForm form() {
        return CommandForm.SIGNED;
    }

    @Override
    public String principal() {
        return "ops1";
    }

    @Override
    public Optional<InetSocketAddress> source() {
        return Optional.empty();
    }
}
