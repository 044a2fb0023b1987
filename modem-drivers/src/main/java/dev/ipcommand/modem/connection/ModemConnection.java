package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtPort;

/** Opens a modem: port, first answer, identity, driver. */
@SuppressWarnings("DoNotCallSuggester")
public final class ModemConnection {
    private ModemConnection() {}

    /**
     * Opens the tty that the settings name.
     *
     * @throws ModemException {@code PORT_MISSING}, {@code PORT_BUSY} (names the holder), {@code TIMEOUT} if nobody answers
     *     {@code AT}, {@code GARBLED} if it cannot be identified
     */
    public static Modem open(ModemSettings settings) throws ModemException, InterruptedException {
        throw new ModemException(ModemException.Kind.UNSUPPORTED, "serial port: not built yet " + settings);
    }

    /** The same over any port: a recorded one, one in memory. */
    public static Modem open(AtPort.Opener ports, ModemSettings settings, AtClock clock)
            throws ModemException, InterruptedException {
        throw new ModemException(
                ModemException.Kind.UNSUPPORTED, "drivers: not built yet " + ports + settings + clock.nanoTime());
    }
}
