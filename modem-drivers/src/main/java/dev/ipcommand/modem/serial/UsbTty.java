package dev.ipcommand.modem.serial;

import java.nio.file.Path;

/**
 * A tty of a USB device, as the kernel shows it at one moment. Immutable.
 *
 * @param node where its device file is, for example {@code /dev/ttyUSB2}; the number changes when the device comes back
 * @param place where the device is plugged in, in the kernel's words ({@code 1-1.2}: bus 1, port 1, that hub's port 2); it
 *     stays when the device comes back
 * @param id vendor and product, for example {@code 2c7c:0125}
 * @param interfaceNumber which of the device's ports it is
 */
public record UsbTty(Path node, String place, String id, int interfaceNumber) {
    /** For example {@code ttyUSB2}. */
    public String name() {
        return String.valueOf(node.getFileName());
    }
}
