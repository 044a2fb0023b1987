package dev.ipcommand.modem.serial;

import dev.ipcommand.modem.ModemProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which port of a modem is its AT port, by USB id. Data: a modem that is not here is named in the configuration by
 * {@code usb:VID:PID:INTERFACE}, or brought by a profile.
 *
 * <p>Sources: MM = ModemManager, {@code 77-mm-*-port-types.rules}; LNX = Linux, {@code drivers/usb/serial/option.c} and the
 * commits that added the ids.
 */
final class AtInterfaces {
    /**
     * @param id vendor and product
     * @param family what it is called, for a person
     * @param atInterface the port for commands and URCs; the one for PPP is left alone
     * @param source where that is written
     */
    record Row(String id, String family, int atInterface, String source) {}

    private static final Map<String, Row> ROWS = Stream.of(
                    new Row("2c7c:0125", "EC25/EG25-G", 2, "MM, LNX: 0 diag, 1 NMEA, 2 AT, 3 PPP, 4 network"),
                    new Row("2c7c:0121", "EC21", 2, "MM, LNX"),
                    new Row("2c7c:0191", "EG91", 2, "MM, LNX"),
                    new Row("2c7c:0195", "EG95", 2, "MM, LNX"),
                    new Row("2c7c:0296", "BG96", 2, "MM, LNX: 0 diag, 1 NMEA, 2 AT, 3 modem, 4 network"),
                    new Row("2c7c:0700", "BG95", 2, "LNX, mail of the commit: diag, NMEA, modem, then by usbnet"),
                    new Row("2c7c:0203", "BG95-M3", 2, "LNX"),
                    new Row("1e0e:9001", "SIM7600/SIM7500/SIM7000", 2, "MM, LNX: 0 diag, 1 NMEA, 2 AT, 3 PPP"),
                    // Both families use this id; in both RNDIS takes 0 and 1, and the AT port is 4.
                    new Row("1e0e:9011", "SIM7600 RNDIS/A76xx", 4, "MM; LNX 5417a7e4: 0 and 1 RNDIS, 2 to 6 tty"),
                    new Row("1e0e:9205", "SIM7070/SIM7080/SIM7090", 2, "MM, LNX: 2 AT, 3 modem, 4 ECM"),
                    new Row("1e0e:9206", "SIM7070/SIM7080/SIM7090", 2, "MM, LNX: 2 AT, 3 and 4 logs, 5 modem"))
            .collect(Collectors.toUnmodifiableMap(Row::id, Function.identity()));

    private final Map<String, Row> rows;

    private AtInterfaces(Map<String, Row> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** Those above, and those that the profiles add or put in their place; of two profiles the first counts. */
    static AtInterfaces with(List<ModemProfile> profiles) {
        Map<String, Row> rows = new HashMap<>(ROWS);
        Set<String> added = new HashSet<>();
        for (ModemProfile profile : profiles) {
            for (ModemProfile.UsbInterface usb : profile.usb()) {
                if (added.add(usb.id())) {
                    rows.put(usb.id(), new Row(usb.id(), profile.name(), usb.atInterface(), "a profile's file"));
                }
            }
        }
        return new AtInterfaces(rows);
    }

    Optional<Row> of(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** Whether this is the AT port of a modem that is known. */
    boolean isAtPort(UsbTty tty) {
        return of(tty.id())
                .filter(row -> row.atInterface() == tty.interfaceNumber())
                .isPresent();
    }
}
