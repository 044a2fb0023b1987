package dev.ipcommand.handler.test;

import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A command as the agent would hand it over. */
record SentCommand(String name, Optional<String> id, byte[] arguments, CommandForm form, String principal)
        implements IpCommand {
    SentCommand {
        int head = form == CommandForm.ROUTE ? 0 : headLength(name, id);
        if (head + arguments.length > Reply.MAX_BYTES) {
            throw new IllegalArgumentException("a command of " + (head + arguments.length)
                    + " bytes does not fit into a datagram, limit " + Reply.MAX_BYTES);
        }
    }

    /** The length of {@code name#id: }. */
    static int headLength(String name, Optional<String> id) {
        return name.length() + id.map(text -> 1 + text.length()).orElse(0) + 2;
    }

    @Override
    public byte[] arguments() {
        return arguments.clone();
    }

    @Override
    public String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(arguments))
                .toString();
    }

    @Override
    public Optional<InetSocketAddress> source() {
        return Optional.empty();
    }
}
