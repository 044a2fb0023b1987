package dev.ipcommand.handler;

/**
 * Runs one kind of command.
 *
 * <p><b>Threading.</b> Called by at most {@link CommandHandlerProvider#concurrency()} threads at a time; at the deadline
 * the calling thread is interrupted.
 */
public interface CommandHandler extends AutoCloseable {
    /**
     * Runs a command.
     *
     * @throws Exception whatever goes wrong; the sender reads {@code internal} with the class's simple name, the message
     *     goes to the device's log only
     */
    Reply handle(IpCommand command, CommandContext context) throws Exception;

    /** Called once, after the last call has ended. */
    @Override
    default void close() throws Exception {}
}
