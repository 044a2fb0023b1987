package dev.ipcommand.agent.survey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A machine of files: {@code /proc}, {@code /sys}, {@code /dev} and {@code /etc} as a test wants them. */
final class Machine {
    private final Path root;

    Machine(Path root) throws IOException {
        this.root = root;
        for (String directory : List.of("proc", "sys/class/tty", "sys/bus/usb/devices", "dev", "etc", "sbin")) {
            Files.createDirectories(root.resolve(directory));
        }
    }

    Roots roots() {
        return new Roots(
                root.resolve("proc"),
                root.resolve("sys"),
                root.resolve("dev"),
                root.resolve("etc"),
                List.of(root.resolve("sbin")));
    }

    Path at(String path) {
        return root.resolve(path);
    }

    void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A character device of the real machine under another name. */
    void device(String name) throws IOException {
        Files.createSymbolicLink(at("dev").resolve(name), Path.of("/dev/null"));
    }

    /** Plugs a device in, as sysfs shows it; its interfaces get ttys from {@code ttyUSB0} on. */
    void plug(String place, String id, int firstTty, int... interfaces) throws IOException {
        String device = "sys/devices/usb1/" + place;
        file(device + "/idVendor", id.substring(0, 4) + "\n");
        file(device + "/idProduct", id.substring(5) + "\n");
        Files.createSymbolicLink(at("sys/bus/usb/devices").resolve(place), at(device));
        int tty = firstTty;
        for (int each : interfaces) {
            String name = "ttyUSB" + tty++;
            String folder = device + "/" + place + ":1." + each;
            file(folder + "/bInterfaceNumber", String.format("%02x%n", each));
            Files.createDirectories(at(folder + "/" + name + "/tty/" + name));
            Files.createSymbolicLink(at("sys/class/tty").resolve(name), at(folder + "/" + name + "/tty/" + name));
            device(name);
        }
    }

    /** A process that has something open. */
    void process(long pid, String command, String open) throws IOException {
        file("proc/" + pid + "/comm", command + "\n");
        Path descriptors = Files.createDirectories(at("proc/" + pid + "/fd"));
        try (var there = Files.list(descriptors)) {
            Files.createSymbolicLink(descriptors.resolve(Long.toString(there.count())), Path.of(open));
        }
    }

    void program(String name, String script) throws IOException {
        file("sbin/" + name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(at("sbin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
