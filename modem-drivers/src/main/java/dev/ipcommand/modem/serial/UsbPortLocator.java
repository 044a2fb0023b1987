package dev.ipcommand.modem.serial;

import dev.ipcommand.modem.ModemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The AT port of a modem on USB, by its id or its socket; once found, by its socket. */
final class UsbPortLocator implements PortLocator {
    /** A message is one line of a log and of the status report. */
    private static final int MAX_NAMED = 6;

    /**
     * Which devices are meant.
     *
     * @param text as it is configured
     * @param device null = those whose AT interface is known
     * @param atInterface empty = the one that is known for the id
     */
    record Choice(String text, @Nullable Predicate<UsbTty> device, OptionalInt atInterface) {
        static Choice auto() {
            return new Choice("auto", null, OptionalInt.empty());
        }

        /** @param form a match of {@link PortLocator#USB_FORMS} */
        static Choice of(Matcher form) {
            @Nullable String id = form.group(1);
            @Nullable String place = form.group(2);
            @Nullable String number = form.group(3);
            return new Choice(
                    form.group(),
                    id != null ? tty -> tty.id().equals(id) : tty -> tty.place().equals(place),
                    number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number)));
        }
    }

    private final UsbTtys ttys;
    private final AtInterfaces known;
    private final Choice choice;
    private @Nullable String socket;

    UsbPortLocator(UsbTtys ttys, AtInterfaces known, Choice choice) {
        this.ttys = ttys;
        this.known = known;
        this.choice = choice;
    }

    private boolean isDevice(UsbTty tty) {
        Predicate<UsbTty> wanted = choice.device();
        return wanted == null ? known.of(tty.id()).isPresent() : wanted.test(tty);
    }

    private boolean isPort(UsbTty tty) {
        OptionalInt number = choice.atInterface();
        return isDevice(tty) && (number.isPresent() ? tty.interfaceNumber() == number.getAsInt() : known.isAtPort(tty));
    }

    @Override
    public synchronized Path locate() throws ModemException {
        List<UsbTty> now = ttys.list();
        List<UsbTty> ports = now.stream().filter(this::isPort).toList();
        String before = socket;
        if (before != null) {
            List<UsbTty> ours =
                    ports.stream().filter(tty -> tty.place().equals(before)).toList();
            if (ours.isEmpty()) {
                throw missing(gone(before, now, ports));
            }
            ports = ours;
        }
        if (ports.isEmpty()) {
            throw missing(none(now));
        }
        if (ports.size() > 1) {
            throw missing("several modems, set modem.port to one of " + named(ports));
        }
        UsbTty only = ports.get(0);
        Path device = PortLocator.fixed(only.node()).locate();
        socket = only.place();
        return device;
    }

    private static ModemException missing(String message) {
        return new ModemException(ModemException.Kind.PORT_MISSING, message);
    }

    private String gone(String before, List<UsbTty> now, List<UsbTty> others) {
        List<UsbTty> there =
                now.stream().filter(tty -> tty.place().equals(before)).toList();
        if (!there.isEmpty()) {
            return "the AT port of the modem in USB socket " + before + " is not there, only " + devices(there);
        }
        return "the modem in USB socket " + before + " is gone"
                + (others.isEmpty()
                        ? ""
                        : "; not taken: " + named(others) + "; if the modem was moved there, restart the agent");
    }

    private String none(List<UsbTty> now) {
        List<UsbTty> meant = now.stream().filter(this::isDevice).toList();
        if (!meant.isEmpty()) {
            return choice.text() + " has no such AT port: " + devices(meant) + "; set modem.port = " + "\"by-path:"
                    + meant.get(0).place() + ":N\" with its AT interface N";
        }
        if (choice.device() != null) {
            return "no " + choice.text() + (now.isEmpty() ? " on USB" : "; there is " + devices(now));
        }
        return now.isEmpty()
                ? "no modem on USB; set modem.port to a path if it is on a UART"
                : "no modem that is known by its USB id; there is " + devices(now) + "; set modem.port = \"by-path:"
                        + now.get(0).place() + ":N\" with its AT interface N";
    }

    /** For example {@code "by-path:1-1.2" (2c7c:0125 EC25/EG25-G, now ttyUSB2)}. */
    private String named(List<UsbTty> ports) {
        String suffix =
                choice.atInterface().isPresent() ? ":" + choice.atInterface().getAsInt() : "";
        return bounded(ports.stream()
                .map(tty -> "\"by-path:" + tty.place() + suffix + "\" (" + tty.id()
                        + known.of(tty.id()).map(row -> " " + row.family()).orElse("")
                        + ", now " + tty.name() + ")")
                .toList());
    }

    /** For example {@code 1bc7:1101 in 1-1.3 (interfaces 0, 1, 2)}. */
    private static String devices(List<UsbTty> all) {
        Map<String, TreeSet<Integer>> interfaces = new LinkedHashMap<>();
        all.forEach(tty -> interfaces
                .computeIfAbsent(tty.id() + " in " + tty.place(), device -> new TreeSet<>())
                .add(tty.interfaceNumber()));
        List<String> texts = new ArrayList<>();
        interfaces.forEach((device, numbers) -> texts.add(device + " (interfaces "
                + numbers.stream().limit(16).map(String::valueOf).collect(Collectors.joining(", ")) + ")"));
        return bounded(texts);
    }

    private static String bounded(List<String> texts) {
        return String.join(", ", texts.subList(0, Math.min(texts.size(), MAX_NAMED)))
                + (texts.size() > MAX_NAMED ? " and " + (texts.size() - MAX_NAMED) + " more" : "");
    }
}
