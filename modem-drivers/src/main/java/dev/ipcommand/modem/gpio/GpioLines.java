package dev.ipcommand.modem.gpio;

/**
 * The board's lines; each is held by one user at a time, which the kernel sees to.
 *
 * <p><b>Threading.</b> Any thread.
 */
public interface GpioLines extends AutoCloseable {
    /** Opens the board; {@link GpioBoard} is the real one. */
    @FunctionalInterface
    interface Source {
        /** @throws GpioException if this host has no GPIO that can be used, saying why and what to do */
        GpioLines open() throws GpioException;
    }

    /**
     * Takes a line. An output starts at its safe level, without a moment at the other.
     *
     * @throws GpioException if somebody else holds it, the board has no such line, or the board was closed
     */
    GpioLine open(LineSpec spec) throws GpioException;

    /** Closes every line, outputs at their safe level, and the board. Idempotent. */
    @Override
    void close();
}
