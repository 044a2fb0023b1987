package dev.ipcommand.modem.serial;

import dev.ipcommand.modem.ModemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port at a path. If the path is the kernel's own name of a USB tty, its number means nothing once the device has gone:
 * the modem is then looked for in the socket in which it was first seen. A name of udev's ({@code by-id}, {@code by-path}) is
 * followed as the link that it is.
 */
final class FollowedPath implements PortLocator {
    private final Path path;
    private final UsbTtys ttys;
    private final PortLocator fixed;
    private @Nullable UsbTty first;

    FollowedPath(Path path, UsbTtys ttys) {
        this.path = path.normalize();
        this.ttys = ttys;
        this.fixed = PortLocator.fixed(path);
    }

    @Override
    public synchronized Path locate() throws ModemException {
        List<UsbTty> now = ttys.list();
        UsbTty known = first;
        if (known == null) {
            Path device = fixed.locate();
            first = at(now).orElse(null);
            return device;
        }
        Optional<UsbTty> found = now.stream()
                .filter(tty -> tty.place().equals(known.place()))
                .filter(tty -> tty.interfaceNumber() == known.interfaceNumber())
                .findFirst();
        if (found.isPresent()) {
            return PortLocator.fixed(found.get().node()).locate();
        }
        String other = at(now).map(tty -> "; " + path + " is now a port of " + tty.id() + " in " + tty.place())
                .orElse("");
        throw new ModemException(
                ModemException.Kind.PORT_MISSING,
                "interface " + known.interfaceNumber() + " of the modem in USB socket " + known.place()
                        + " is not there" + other + "; if the modem was moved, restart the agent");
    }

    private Optional<UsbTty> at(List<UsbTty> now) {
        return now.stream().filter(tty -> tty.node().equals(path)).findFirst();
    }
}
