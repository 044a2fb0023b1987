package dev.ipcommand.handler;

/** Makes a {@link CommandHandler}; found in a plugin jar through {@code java.util.ServiceLoader}. */
public interface CommandHandlerProvider {
    /** The command's name: a lower-case letter, then up to 63 of {@code a-z 0-9 - _ .} */
    String name();

    /** How many calls may run at the same time; 1 keeps commands in order. */
    default int concurrency() {
        return 1;
    }

    /**
     * Makes the handler.
     *
     * @throws InvalidSettingException if a setting cannot be used; the message is shown to the operator
     */
    CommandHandler create(HandlerSettings settings) throws InvalidSettingException;
}
