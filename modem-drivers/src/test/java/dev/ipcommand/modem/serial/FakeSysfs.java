package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A tree laid out like a Raspberry Pi's {@code /sys} and {@code /dev}; every tty leads to {@code /dev/null}. */
final class FakeSysfs {
    private static final Path HOST = Path.of("devices/platform/scb/fd500000.pcie/pci0000:00/0000:01:00.0/usb1");

    private final Path sysfs;
    private final Path devices;

    FakeSysfs(Path root) throws IOException {
        sysfs = Files.createDirectories(root.resolve("sys"));
        devices = Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(sysfs.resolve("class/tty"));
        // Every Linux has these; none of them is on USB.
        for (String other : List.of("console", "ttyAMA0", "tty1")) {
            Path folder = Files.createDirectories(sysfs.resolve("devices/virtual/tty/" + other));
            Files.createSymbolicLink(sysfs.resolve("class/tty/" + other), folder);
            Files.createSymbolicLink(devices.resolve(other), Path.of("/dev/null"));
        }
    }

    UsbTtys ttys() {
        return new UsbTtys(sysfs, devices);
    }

    Path device(String name) {
        return devices.resolve(name);
    }

    /** Plugs a device in; its interfaces become ttys with the given numbers, in order. */
    void plug(String place, String id, List<Integer> interfaces, int firstTty) throws IOException {
        Path device = Files.createDirectories(sysfs.resolve(HOST).resolve("1-1").resolve(place));
        Files.writeString(device.resolve("idVendor"), id.substring(0, 4) + "\n");
        Files.writeString(device.resolve("idProduct"), id.substring(5) + "\n");
        int number = firstTty;
        for (int usbInterface : interfaces) {
            tty(device.resolve(place + ":1." + usbInterface), String.format("%02x%n", usbInterface), "ttyUSB" + number);
            number++;
        }
    }

    private void tty(Path usbInterface, String number, String name) throws IOException {
        Path folder = Files.createDirectories(
                usbInterface.resolve(name).resolve("tty").resolve(name));
        Files.writeString(usbInterface.resolve("bInterfaceNumber"), number);
        Path all = sysfs.resolve("class/tty");
        // As the kernel does it: relative, through the tree of devices.
        Files.createSymbolicLink(all.resolve(name), all.relativize(folder));
        Files.createSymbolicLink(devices.resolve(name), Path.of("/dev/null"));
    }

    /** Pulls it out: device, links and nodes go. */
    void unplug(String place) throws IOException {
        for (UsbTty tty : ttys().list()) {
            if (tty.place().equals(place)) {
                Files.delete(sysfs.resolve("class/tty").resolve(tty.name()));
                Files.delete(tty.node());
            }
        }
        try (Stream<Path> all = Files.walk(sysfs.resolve(HOST).resolve("1-1").resolve(place))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** What a device that lies or breaks off may show. */
    void damage(String place, String attribute, String text) throws IOException {
        Files.writeString(sysfs.resolve(HOST).resolve("1-1").resolve(place).resolve(attribute), text);
    }
}
