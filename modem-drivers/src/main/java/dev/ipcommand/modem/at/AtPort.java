package dev.ipcommand.modem.at;

import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.time.Duration;

/**
 * The byte stream to a modem: all that the AT engine knows of a serial line.
 *
 * <p><b>Threading.</b> One thread reads, one at a time writes, any thread may close; closing ends a read or write that is
 * under way within a second. <b>Failure.</b> An {@link IOException} means that this port is gone for good; a fresh one
 * comes from its {@link Opener}.
 */
public interface AtPort extends AutoCloseable {
    /**
     * Waits until bytes are there.
     *
     * @return how many were put at the start of {@code buffer}; 0 if none came in time
     */
    int read(byte[] buffer, Duration timeout) throws IOException;

    /** Writes all of {@code bytes}. */
    void write(byte[] bytes) throws IOException;

    /** Idempotent. */
    @Override
    void close();

    /** Opens the port afresh each time: the device behind a name may have changed since. */
    @FunctionalInterface
    interface Opener {
        /**
         * @throws ModemException {@code PORT_MISSING} if there is no such port, {@code PORT_BUSY} if others hold it
         */
        AtPort open() throws ModemException, InterruptedException;
    }
}
