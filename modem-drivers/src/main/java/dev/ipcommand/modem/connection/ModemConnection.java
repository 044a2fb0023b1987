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
import dev.ipcommand.modem.serial.PortLocator;
import dev.ipcommand.modem.serial.SerialAtPort;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.nio.file.Path;

/** Opens a modem: port, first answer, identity, driver. */
public final class ModemConnection {
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
        return attach(channel, new Identification(channel).ask(), settings, kindOf(settings.port()), clock);
    }

    /** The same for a modem that has said who it is. */
    static Modem attach(
            AtChannel channel, ModemIdentity identity, ModemSettings settings, PortKind portKind, AtClock clock)
            throws ModemException {
        Dialects.Choice choice = Dialects.choose(settings, identity);
        channel.use(choice.driver().dialect().withGap(choice.profile().commandGap()));
        return choice.driver().attach(new Attachment(channel, identity, portKind, clock), choice.profile());
    }

    /** Before the modem is known: every dialect at once. */
    public static AtDialect allDialects() {
        return Dialects.all();
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
