package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.doctor.Facts.Holder;
import dev.ipcommand.agent.doctor.Facts.UsbModem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The AT port: whether it is there, whose it is, who else has it. */
final class PortChecks {
    private static final String NO_MODEM = "modem.port is \"none\": the session runs without AT";
    private static final String SEVERAL = "several modems";

    static final List<Check> ALL = List.of(
            new Check("port.usb", "whether there is a modem on USB", withModem(PortChecks::usb)),
            new Check("port.driver", "whether the kernel has a driver for it", withModem(PortChecks::driver)),
            new Check("port.several", "whether it is clear which modem", withModem(PortChecks::several)),
            new Check("port.present", "the AT port", withModem(PortChecks::present)),
            new Check("port.permission", "whether the agent's user may open it", onPort(PortChecks::permission)),
            new Check("port.holder", "whether another process has it open", onPort(PortChecks::holder)),
            new Check("port.console", "whether the kernel uses it as a console", onPort(PortChecks::console)));

    private PortChecks() {}

    private static Function<Facts, Finding> withModem(Function<Facts, Finding> judge) {
        return facts -> Session.of(facts).withoutModem() ? Finding.notChecked(NO_MODEM) : judge.apply(facts);
    }

    private static Function<Facts, Finding> onPort(Function<Facts, Finding> judge) {
        return withModem(facts ->
                facts.port().device().isPresent() ? judge.apply(facts) : Finding.notChecked("no AT port is there"));
    }

    /** Whether anything else could explain a missing port. */
    private static boolean isOnUsb(Facts facts) {
        String port = facts.config().map(config -> config.modem().port()).orElse("");
        return !port.startsWith("/");
    }

    private static List<UsbModem> withoutTtys(Facts facts) {
        return facts.port().usb().stream()
                .filter(device -> device.ttys().isEmpty())
                .toList();
    }

    private static Finding usb(Facts facts) {
        if (!isOnUsb(facts)) {
            return Finding.notChecked("modem.port is a path");
        }
        if (facts.port().device().isPresent() || !facts.port().usb().isEmpty()) {
            return Finding.ok(devices(facts.port().usb()));
        }
        return Finding.problem(
                facts.port().missing(),
                "check the modem's power and cable, then: lsusb; dmesg | grep -i usb; if it is on a UART set modem.port to its"
                        + " path, for example /dev/serial0");
    }

    private static String devices(List<UsbModem> usb) {
        return usb.isEmpty()
                ? "there is one"
                : usb.stream()
                        .map(device -> device.id() + " in " + device.place())
                        .collect(Collectors.joining(", "));
    }

    private static Finding driver(Facts facts) {
        if (facts.port().device().isPresent() || facts.port().usb().isEmpty()) {
            return facts.port().device().isPresent()
                    ? Finding.ok("the port is there")
                    : Finding.notChecked("no modem on USB was found");
        }
        List<UsbModem> without = withoutTtys(facts);
        if (without.isEmpty()) {
            return Finding.ok("its ttys are there");
        }
        UsbModem first = without.get(0);
        return Finding.problem(
                first.id() + " in USB socket " + first.place() + " has no tty: no driver has taken it",
                "sudo modprobe option && echo " + first.id().replace(':', ' ')
                        + " | sudo tee /sys/bus/usb-serial/drivers/option1/new_id");
    }

    private static Finding several(Facts facts) {
        return facts.port().device().isEmpty() && facts.port().missing().startsWith(SEVERAL)
                ? Finding.problem(
                        facts.port().missing(), "set modem.port to one of them, then: systemctl restart ipcommand")
                : Finding.ok("it is");
    }

    private static Finding present(Facts facts) {
        Optional<Path> device = facts.port().device();
        if (device.isPresent()) {
            return Finding.ok(device.get().toString());
        }
        if (isOnUsb(facts) && facts.port().usb().isEmpty()) {
            return Finding.notChecked("see port.usb");
        } else if (!withoutTtys(facts).isEmpty()) {
            return Finding.notChecked("see port.driver");
        } else if (facts.port().missing().startsWith(SEVERAL)) {
            return Finding.notChecked("see port.several");
        }
        return Finding.problem(
                facts.port().missing(),
                "ls -l /dev/serial/by-path /dev/ttyUSB* /dev/ttyACM* /dev/serial0; then set modem.port");
    }

    private static Finding permission(Facts facts) {
        String denied = facts.port().denied();
        return denied.isEmpty() ? Finding.ok("it may") : Finding.problem(denied, fix(denied));
    }

    /** The survey ends with the group that owns the tty, in quotes, if there is one. */
    private static String fix(String denied) {
        int at = denied.lastIndexOf("group \"");
        String group = at < 0 ? "dialout" : denied.substring(at + 7, denied.length() - 1);
        return "sudo usermod -aG " + group
                + " ipcommand (or the user that runs the agent), then: systemctl restart ipcommand";
    }

    private static Finding holder(Facts facts) {
        List<Holder> holders = facts.port().holders();
        if (holders.isEmpty()) {
            return Finding.ok("nobody but the agent, as far as this user can see");
        }
        String all = holders.stream().map(Holder::toString).collect(Collectors.joining(", "));
        return Finding.problem(
                facts.port().device().orElseThrow() + " is held by " + all, release(holders.get(0), facts));
    }

    private static String release(Holder holder, Facts facts) {
        String tty =
                facts.port().device().map(Path::getFileName).map(Path::toString).orElse("");
        return switch (holder.command()) {
            case "ModemManager" ->
                "sudo systemctl disable --now ModemManager, or let it ignore this modem (udev: ENV{ID_MM_DEVICE_IGNORE}=\"1\")";
            case "agetty", "getty", "login" -> "sudo systemctl disable --now serial-getty@" + tty;
            case "pppd" ->
                "sudo poff -a, or set modem.port to another AT port of this modem and session.interface = \"ppp0\"";
            case "gpsd" -> "sudo systemctl disable --now gpsd.socket gpsd";
            default -> "end it (kill " + holder.pid() + "), or give the agent another AT port";
        };
    }

    private static Finding console(Facts facts) {
        String tty =
                facts.port().device().map(Path::getFileName).map(Path::toString).orElse("");
        return facts.port().consoles().contains(tty)
                ? Finding.problem(
                        "the kernel's command line makes " + tty
                                + " a console: its messages and the modem's answers mix",
                        "sudo raspi-config nonint do_serial_cons 1 (or remove console=… from cmdline.txt), then reboot")
                : Finding.ok("it does not");
    }
}
