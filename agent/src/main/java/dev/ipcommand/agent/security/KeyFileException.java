package dev.ipcommand.agent.security;

/** A key's file cannot be used. The message says what was found, what is allowed and what to do; nothing of the key. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1;

    KeyFileException(String message) {
        super(message);
    }
}
