package dev.ipcommand.handler;

/**
 * Makes a {@link CommandHandler}; found in a plugin jar through {@code java.util.ServiceLoader}: a public class with a
 * public constructor without parameters.
 *
 * <p><b>Threading.</b> All methods are called by one thread, which is interrupted after 10 s; the jar is then refused.
 * <b>Failures.</b> Whatever a method throws refuses the whole jar, and the log says why.
 */
public interface CommandHandlerProvider {
    /** The command's name: a lower-case letter, then up to 63 of {@code a-z 0-9 - _ .} */
    String name();

    /** How many calls may run at the same time; 1 keeps commands in order. */
    default int concurrency() {
        return 1;
    }

    /**
     * Whether a command that is sent again with the same id simply runs again. By default it does not: the sender gets the
     * stored answer of the first run. True suits a handler that only reads.
     */
    default boolean repeatable() {
        return false;
    }

    /**
     * Makes the handler; called once for each version of the jar. The version before it may still be running its last
     * calls.
     *
     * @throws InvalidSettingException if a setting cannot be used; the message is shown to the operator
     */
    CommandHandler create(HandlerSettings settings) throws InvalidSettingException;
}
