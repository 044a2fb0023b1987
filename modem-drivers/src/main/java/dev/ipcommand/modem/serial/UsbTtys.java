package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ttys of USB devices, read from sysfs: {@code class/tty/ttyUSB2} is a link into the device's own folder, whose parents
 * hold {@code bInterfaceNumber} and {@code idVendor}. A UART is never among them.
 *
 * <p><b>Threading.</b> Any thread; nothing is kept between calls.
 *
 * <p><b>Failures.</b> A device that goes away while it is looked at is left out, and so is whatever does not read as expected.
 */
public final class UsbTtys {
    private static final Pattern TTY = Pattern.compile("tty(?:USB|ACM)[0-9]{1,4}");
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,4}-[0-9]{1,3}(?:\\.[0-9]{1,3}){0,6}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{4}");
    private static final Pattern INTERFACE = Pattern.compile("[0-9a-f]{2}");
    /** From a tty's folder to its interface's: {@code 1-1.2:1.2/ttyUSB2/tty/ttyUSB2}. */
    private static final int MAX_STEPS = 4;

    private static final int MAX_ATTRIBUTE = 64;
    private static final int MAX_TTYS = 256;

    private final Path sysfs;
    private final Path devices;

    /** This host's. */
    public UsbTtys() {
        this(Path.of("/sys"), Path.of("/dev"));
    }

    /**
     * @param sysfs a tree laid out like {@code /sys}
     * @param devices a folder like {@code /dev}
     */
    public UsbTtys(Path sysfs, Path devices) {
        this.sysfs = sysfs;
        this.devices = devices;
    }

    /** All there are now, by place and interface. */
    public List<UsbTty> list() {
        List<UsbTty> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(sysfs.resolve("class/tty"))) {
            for (Path entry : all) {
                String name = String.valueOf(entry.getFileName());
                if (TTY.matcher(name).matches() && found.size() < MAX_TTYS) {
                    read(entry, name).ifPresent(found::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without sysfs, or in the middle of a change: no tty of a USB device can be named.
            return List.of();
        }
        found.sort(Comparator.comparing(UsbTty::place).thenComparing(UsbTty::interfaceNumber));
        return found;
    }

    private Optional<UsbTty> read(Path entry, String name) {
        try {
            Path folder = entry.toRealPath();
            for (int step = 0; step < MAX_STEPS && folder != null; step++, folder = folder.getParent()) {
                if (Files.exists(folder.resolve("bInterfaceNumber"))) {
                    return describe(name, folder);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<UsbTty> describe(String name, Path usbInterface) throws IOException {
        Path device = usbInterface.getParent();
        if (device == null) {
            return Optional.empty();
        }
        String place = String.valueOf(device.getFileName());
        @Nullable String number = attribute(usbInterface.resolve("bInterfaceNumber"), INTERFACE);
        @Nullable String vendor = attribute(device.resolve("idVendor"), ID);
        @Nullable String product = attribute(device.resolve("idProduct"), ID);
        if (number == null
                || vendor == null
                || product == null
                || !PLACE.matcher(place).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new UsbTty(devices.resolve(name), place, vendor + ":" + product, Integer.parseInt(number, 16)));
    }

    /** One line that reads as expected, else null. */
    private static @Nullable String attribute(Path file, Pattern form) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_ATTRIBUTE), StandardCharsets.ISO_8859_1).strip();
            return form.matcher(text).matches() ? text : null;
        }
    }
}
