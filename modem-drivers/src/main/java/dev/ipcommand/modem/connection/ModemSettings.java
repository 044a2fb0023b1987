package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.ModemProfile;
import java.util.List;

/**
 * How to reach a modem.
 *
 * @param port a tty's path; symlinks ({@code /dev/serial/by-path/…}) are followed anew at each opening
 * @param driver {@code auto}, {@code quectel}, {@code simcomcip}, {@code simcomca} or {@code generic}
 * @param baud the line's speed; USB ports do not care
 * @param profiles models beside those that are built in; the first that fits goes before them
 */
public record ModemSettings(String port, String driver, int baud, List<ModemProfile> profiles) {
    /** What {@code driver} may be. */
    public static final List<String> DRIVERS = List.of("auto", "quectel", "simcomcip", "simcomca", "generic");

    /** With the built-in models only. */
    public ModemSettings(String port, String driver, int baud) {
        this(port, driver, baud, List.of());
    }

    public ModemSettings {
        profiles = List.copyOf(profiles);
        if (!DRIVERS.contains(driver)) {
            throw new IllegalArgumentException("driver: " + driver + "; allowed are " + DRIVERS);
        }
        if (baud < 300 || baud > 4_000_000) {
            throw new IllegalArgumentException("baud: " + baud + "; allowed are 300 to 4000000");
        }
    }
}
