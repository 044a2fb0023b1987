package dev.ipcommand.agent.security;

/** A token is not what a token must be. Carries nothing of it, and no stack: what arrives must cost little. */
final class MalformedTokenException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedTokenException() {
        super("malformed token", null, false, false);
    }
}
