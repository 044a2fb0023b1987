package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.at.AtPort;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.Attachment.PortKind;
import dev.ipcommand.modem.driver.ModemDriver;
import dev.ipcommand.modem.driver.generic.GenericDriver;
import dev.ipcommand.modem.driver.quectel.QuectelDriver;
import dev.ipcommand.modem.driver.simcomca.SimcomCaDriver;
import dev.ipcommand.modem.driver.simcomcip.SimcomCipDriver;
import dev.ipcommand.modem.serial.PortLocator;
import dev.ipcommand.modem.serial.SerialAtPort;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.nio.file.Path;
import java.util.List;

/** Opens a modem: port, first answer, identity, driver. */
public final class ModemConnection {
    /** In this order: the first that speaks a modem's dialect drives it. */
    private static final List<ModemDriver> DRIVERS =
            List.of(new QuectelDriver(), new SimcomCipDriver(), new SimcomCaDriver(), new GenericDriver());

    private ModemConnection() {}

    /**
     * Opens the tty that the settings name. Blocks until the modem answers, 20 s at most if it does not.
     *
     * @throws ModemException {@code PORT_MISSING}, {@code PORT_BUSY} (names the holder), {@code TIMEOUT} if nobody answers
     *     {@code AT}
     */
    public static Modem open(ModemSettings settings) throws ModemException, InterruptedException {
        return open(settings, PortLocator.fixed(Path.of(settings.port())));
    }

    /**
     * The same wherever the modem is: asked for again when a deaf port is opened anew.
     *
     * @param settings whose {@code port} is where it was found last
     */
    public static Modem open(ModemSettings settings, PortLocator locator) throws ModemException, InterruptedException {
        return open(SerialAtPort.opener(locator, settings.baud()), settings, AtClock.SYSTEM);
    }

    /** The same in the sight of a recorder, which sees the bytes and what is asked of the modem. */
    public static Modem open(ModemSettings settings, PortLocator locator, TrafficRecorder recorder)
            throws ModemException, InterruptedException {
        recorder.opening();
        recorder.note(() -> "= recorded-port " + kindOf(settings.port()));
        recorder.note(() -> "= recorded-setting " + settings.driver());
        return NotedModem.opened(
                () -> open(recorder.watching(SerialAtPort.opener(locator, settings.baud())), settings, AtClock.SYSTEM),
                recorder);
    }

    /** A recorder that knows where any of our dialects has payload. */
    public static TrafficRecorder recorder() {
        return new TrafficRecorder(allDialects().blocks(), AtClock.SYSTEM);
    }

    /** The same over any port: a recorded one, one in memory. */
    public static Modem open(AtPort.Opener ports, ModemSettings settings, AtClock clock)
            throws ModemException, InterruptedException {
        AtChannel channel = AtChannel.open(ports, allDialects(), clock);
        try {
            return attach(channel, settings, clock);
        } catch (ModemException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Finds out who is at the other end of a channel and puts its driver there. */
    public static Modem attach(AtChannel channel, ModemSettings settings, AtClock clock)
            throws ModemException, InterruptedException {
        return attach(channel, settings.driver(), kindOf(settings.port()), clock);
    }

    static Modem attach(AtChannel channel, String driverName, PortKind portKind, AtClock clock)
            throws ModemException, InterruptedException {
        return attach(channel, new Identification(channel).ask(), driverName, portKind, clock);
    }

    /** The same for a modem that has said who it is. */
    static Modem attach(AtChannel channel, ModemIdentity identity, String driverName, PortKind portKind, AtClock clock)
            throws ModemException {
        ModemDriver driver = choose(driverName, identity);
        channel.use(driver.dialect());
        return driver.attach(new Attachment(channel, identity, portKind, clock));
    }

    /** Before the modem is known: data that an earlier life's socket pushes must not be read as lines. */
    public static AtDialect allDialects() {
        return DRIVERS.stream().map(ModemDriver::dialect).reduce(AtDialect::and).orElseThrow();
    }

    private static ModemDriver choose(String name, ModemIdentity identity) {
        return DRIVERS.stream()
                .filter(driver -> name.equals("auto")
                        ? driver.speaks(identity)
                        : driver.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("driver: " + name));
    }

    private static PortKind kindOf(String port) {
        String tty;
        try {
            tty = String.valueOf(PortLocator.fixed(Path.of(port)).locate().getFileName());
        } catch (ModemException e) {
            return PortKind.UNKNOWN;
        }
        if (tty.startsWith("ttyUSB") || tty.startsWith("ttyACM")) {
            return PortKind.USB;
        }
        return tty.startsWith("tty") ? PortKind.UART : PortKind.UNKNOWN;
    }
}
