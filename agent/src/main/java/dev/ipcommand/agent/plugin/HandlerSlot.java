package dev.ipcommand.agent.plugin;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The place of one name: passes each call to the version that serves now, and holds no other.
 *
 * <p>So a command that waited in its lane while the jar was replaced goes to the new version, and whoever keeps this
 * object keeps no class of an old one alive.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class HandlerSlot implements CommandHandler {
    private volatile @Nullable ServedHandler current;

    /** Calls from now on go there; null = nowhere. Before the version it replaces is retired. */
    void pointTo(@Nullable ServedHandler version) {
        current = version;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) throws Exception {
        ServedHandler version = current;
        while (version != null) {
            if (version.plugin().enter()) {
                return call(version, command, context);
            }
            // Retired in between, which comes after the slot was turned to its successor.
            ServedHandler next = current;
            version = next == null || next.plugin() == version.plugin() ? null : next;
        }
        return Reply.failure(CommandStatus.NOT_FOUND, "no such command");
    }

    private static Reply call(ServedHandler version, IpCommand command, CommandContext context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(version.plugin().loader());
            return version.handler().handle(command, context);
        } finally {
            thread.setContextClassLoader(before);
            version.plugin().exit();
        }
    }
}
