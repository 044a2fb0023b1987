package dev.ipcommand.modem.serial;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a modem's tty is now. A modem that comes back after a reset often has another device number, so the answer is asked
 * for before every opening.
 *
 * <p>What {@link #of(String)} understands:
 *
 * <ul>
 *   <li>{@code auto}: the AT port of the only modem on USB whose id is known. A UART is never taken by itself.
 *   <li>{@code usb:2c7c:0125}: the AT port of the only modem with this id; {@code usb:2c7c:0125:3}: its interface 3.
 *   <li>{@code by-path:1-1.2}: the AT port of the modem in this USB socket, whatever its id; {@code by-path:1-1.2:3}.
 *   <li>{@code /dev/ttyUSB2}: this tty, and from then on that port of the modem in that socket, under whatever name.
 *   <li>any other path ({@code /dev/serial0}, {@code /dev/serial/by-id/…}): whatever it leads to now.
 * </ul>
 *
 * <p>Once found, a modem on USB is looked for in its socket only, for as long as the locator lives: another one of the same
 * kind is never taken in its stead.
 *
 * <p><b>Threading.</b> Any thread.
 */
@FunctionalInterface
public interface PortLocator {
    /**
     * The device's path now.
     *
     * @throws ModemException of kind {@code PORT_MISSING} if there is none or no only one; says what there is, and what to
     *     write into the configuration
     */
    Path locate() throws ModemException;

    /** What {@code modem.port} may be beside {@code auto}, {@code none} and a path. */
    Pattern USB_FORMS = Pattern.compile(
            "(?:usb:([0-9a-f]{4}:[0-9a-f]{4})|by-path:([0-9]{1,4}-[0-9]{1,3}(?:\\.[0-9]{1,3}){0,6}))(?::([0-9]{1,3}))?");

    /** Reads one of the forms above. */
    static PortLocator of(String port) {
        return of(port, List.of());
    }

    /** The same, with the USB ids of these profiles beside those that are known. */
    static PortLocator of(String port, List<ModemProfile> profiles) {
        return of(port, profiles, new UsbTtys());
    }

    /** The first on another tree than this host's. */
    static PortLocator of(String port, UsbTtys ttys) {
        return of(port, List.of(), ttys);
    }

    /**
     * The second on another tree than this host's.
     *
     * @throws IllegalArgumentException if it is neither {@code auto} nor a path nor one of {@link #USB_FORMS}
     */
    static PortLocator of(String port, List<ModemProfile> profiles, UsbTtys ttys) {
        AtInterfaces known = AtInterfaces.with(profiles);
        if (port.equals("auto")) {
            return new UsbPortLocator(ttys, known, UsbPortLocator.Choice.auto());
        }
        Matcher usb = USB_FORMS.matcher(port);
        if (usb.matches()) {
            return new UsbPortLocator(ttys, known, UsbPortLocator.Choice.of(usb));
        }
        Path path = Path.of(port);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("a port is auto, a path, usb:VID:PID[:IF] or by-path:USB[:IF]: " + port);
        }
        return new FollowedPath(path, ttys);
    }

    /** A fixed path; if it is a symlink ({@code by-id}, {@code by-path}), whatever it points to now. */
    static PortLocator fixed(Path path) {
        return () -> {
            try {
                Path device = path.toRealPath();
                if (isCharacterDevice(device)) {
                    return device;
                }
                throw new ModemException(ModemException.Kind.PORT_MISSING, path + " is not a device");
            } catch (IOException e) {
                throw new ModemException(ModemException.Kind.PORT_MISSING, "no port " + path, e);
            }
        };
    }

    /** A regular file under a tty's name is what an opener with "create" leaves behind; it is not a port. */
    private static boolean isCharacterDevice(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return (mode & 0170000) == 0020000;
    }
}
