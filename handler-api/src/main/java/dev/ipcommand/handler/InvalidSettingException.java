package dev.ipcommand.handler;

/** A setting that a handler cannot use: names the key, what was found and what is allowed. */
public final class InvalidSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String key, String found, String allowed) {
        super(key + ": " + found + " cannot be used, allowed: " + allowed);
    }
}
