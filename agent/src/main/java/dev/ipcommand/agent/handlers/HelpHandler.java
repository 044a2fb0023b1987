package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.function.Function;

/**
 * Answers with the names that the caller may call, in order, joined by spaces; {@code help x} with those that begin with
 * {@code x}. What does not fit is counted: {@code a b +12 more}.
 *
 * <p>Never blocks; any thread.
 */
public final class HelpHandler implements CommandHandler {
    /** So that the longest head, {@code help#} with 32 characters, and the answer stay within 200 bytes. */
    private static final int MAX_BYTES = 150;

    private final Function<String, List<String>> namesByPrincipal;

    /** @param namesByPrincipal the sorted names that a principal may call */
    public HelpHandler(Function<String, List<String>> namesByPrincipal) {
        this.namesByPrincipal = namesByPrincipal;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) throws CharacterCodingException {
        String prefix = command.text().strip();
        StringBuilder line = new StringBuilder(MAX_BYTES + 16);
        int left = 0;
        for (String name : namesByPrincipal.apply(command.principal())) {
            if (!name.startsWith(prefix)) {
                continue;
            }
            if (left > 0 || line.length() + 1 + name.length() > MAX_BYTES) {
                left++;
                continue;
            }
            line.append(line.length() == 0 ? "" : " ").append(name);
        }
        if (left > 0) {
            line.append(" +").append(left).append(" more");
        }
        return Reply.text(line.toString());
    }
}
