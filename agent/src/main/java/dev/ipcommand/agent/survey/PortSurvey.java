package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.UsbModem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.serial.PortLocator;
import dev.ipcommand.modem.serial.UsbTtys;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks for the AT port as the agent does, and around it; opens nothing. */
final class PortSurvey {
    /** Who makes modems, by USB vendor id (linux-usb.org, usb.ids); without hubs, sticks and the like. */
    private static final Set<String> MAKERS =
            Set.of("2c7c", "1e0e", "1546", "1bc7", "1199", "1e2d", "05c6", "12d1", "19d2", "2cb7", "1286", "0681");

    private final Roots roots;
    private final Processes processes;

    PortSurvey(Roots roots) {
        this.roots = roots;
        this.processes = new Processes(roots.proc());
    }

    /**
     * @param user of the agent
     * @param but processes that may have the port
     */
    Facts.Port look(AgentConfig.Modem modem, int user, Set<Long> but) {
        Optional<Path> device = Optional.empty();
        String missing = "";
        UsbTtys ttys = new UsbTtys(roots.sys(), roots.dev());
        if (!modem.isNone()) {
            try {
                device = Optional.of(
                        PortLocator.of(modem.port(), modem.profiles(), ttys).locate());
            } catch (ModemException e) {
                missing = String.valueOf(e.getMessage());
            }
        }
        return new Facts.Port(
                device,
                missing,
                usb(ttys),
                device.map(path -> new Users(roots.etc()).denied(path, user)).orElse(""),
                device.map(path -> processes.holdersOf(path, but)).orElse(List.of()),
                consoles());
    }

    private List<UsbModem> usb(UsbTtys ttys) {
        List<UsbModem> found = new ArrayList<>();
        try (DirectoryStream<Path> devices =
                Files.newDirectoryStream(roots.sys().resolve("bus/usb/devices"))) {
            for (Path device : devices) {
                String place = String.valueOf(device.getFileName());
                String vendor = Roots.text(device.resolve("idVendor")).strip();
                if (MAKERS.contains(vendor)) {
                    String id = vendor + ":"
                            + Roots.text(device.resolve("idProduct")).strip();
                    List<String> names = ttys.list().stream()
                            .filter(tty -> tty.place().equals(place))
                            .map(tty -> tty.name())
                            .toList();
                    found.add(new UsbModem(id, place, names));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        found.sort(Comparator.comparing(UsbModem::place));
        return found;
    }

    /** {@code console=serial0,115200}: the name and what it leads to. */
    private Set<String> consoles() {
        Set<String> names = new TreeSet<>();
        for (String word : Roots.text(roots.proc().resolve("cmdline")).strip().split("\\s+", -1)) {
            if (word.matches("console=[A-Za-z0-9]{1,32}(?:,.*)?")) {
                String name = word.substring("console=".length()).replaceFirst(",.*", "");
                names.add(name);
                try {
                    names.add(String.valueOf(
                            roots.dev().resolve(name).toRealPath().getFileName()));
                } catch (IOException e) {
                    // No such device: its name is all there is.
                }
            }
        }
        return names;
    }
}
