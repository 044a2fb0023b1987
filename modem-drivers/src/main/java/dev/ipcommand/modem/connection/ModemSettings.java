package dev.ipcommand.modem.connection;

import java.util.List;

/**
 * How to reach a modem.
 *
 * @param port a tty's path; symlinks ({@code /dev/serial/by-path/…}) are followed anew at each opening
 * @param driver {@code auto}, {@code quectel}, {@code simcomcip}, {@code simcomca} or {@code generic}
 * @param baud the line's speed; USB ports do not care
 */
public record ModemSettings(String port, String driver, int baud) {
    /** What {@code driver} may be. */
    public static final List<String> DRIVERS = List.of("auto", "quectel", "simcomcip", "simcomca", "generic");

    public ModemSettings {
        if (!DRIVERS.contains(driver)) {
            throw new IllegalArgumentException("driver: " + driver + "; allowed are " + DRIVERS);
        }
        if (baud < 300 || baud > 4_000_000) {
            throw new IllegalArgumentException("baud: " + baud + "; allowed are 300 to 4000000");
        }
    }
}
