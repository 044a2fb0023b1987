package dev.ipcommand.modem.gpio;

/**
 * One open line.
 *
 * <p><b>Threading.</b> Any thread; a call takes microseconds and ignores interrupts.
 *
 * <p><b>Failures.</b> After closing, {@link #read} and {@link #write} throw {@link GpioException} and touch nothing.
 */
public interface GpioLine extends AutoCloseable {
    LineSpec spec();

    /** The level on the pin now; of an output, what is really driven. */
    Level read() throws GpioException;

    /**
     * Drives an output.
     *
     * @throws IllegalStateException if the line is an input
     */
    void write(Level level) throws GpioException;

    /**
     * Sets an output to its safe level and gives the line back to the kernel. What the pin does from then on is up to the
     * board: a load that must not move needs a resistor of its own. Idempotent.
     */
    @Override
    void close();
}
