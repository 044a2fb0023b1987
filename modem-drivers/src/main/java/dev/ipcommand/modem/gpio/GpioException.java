package dev.ipcommand.modem.gpio;

/** A line or the board cannot be used. The message names what is missing and what to do about it. */
public final class GpioException extends Exception {
    private static final long serialVersionUID = 1L;

    public GpioException(String message) {
        super(message);
    }

    public GpioException(String message, Throwable cause) {
        super(message, cause);
    }
}
