package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.link.ModemSource;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.connection.ModemSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The modem on the tty that the configuration names, or on the only one that can be it.
 *
 * <p>{@code auto} takes the one device whose USB interface 2 is a tty: that is the AT port of EC2x, BG96 and SIM7600. With
 * none or several it names them and waits: a guess might open another device's port.
 */
final class SerialModemSource implements ModemSource {
    private static final Path BY_ID = Path.of("/dev/serial/by-id");
    private static final String AT_INTERFACE = "*-if02-port0";

    private final AgentConfig.Modem modem;
    private final Path candidates;
    private @Nullable Thread opening;

    SerialModemSource(AgentConfig.Modem modem, Path candidates) {
        this.modem = modem;
        this.candidates = candidates;
    }

    /** Null if the configuration has no modem. */
    static @Nullable SerialModemSource of(AgentConfig config) {
        return config.modem().isNone() ? null : new SerialModemSource(config.modem(), BY_ID);
    }

    @Override
    public String findPort() throws ModemException {
        String port = modem.port().equals("auto") ? onlyCandidate() : modem.port();
        if (!Files.exists(Path.of(port))) {
            throw new ModemException(ModemException.Kind.PORT_MISSING, "no port " + port);
        }
        return port;
    }

    private String onlyCandidate() throws ModemException {
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(candidates)) {
            try (DirectoryStream<Path> ports = Files.newDirectoryStream(candidates, AT_INTERFACE)) {
                ports.forEach(port -> found.add(port.toString()));
            } catch (IOException e) {
                throw new ModemException(ModemException.Kind.PORT_MISSING, "cannot read " + candidates + ": " + e, e);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        found.sort(null);
        throw new ModemException(
                ModemException.Kind.PORT_MISSING,
                found.isEmpty()
                        ? "no AT port like " + candidates + "/" + AT_INTERFACE + "; set modem.port"
                        : "several ports may be the modem's, set modem.port to one of " + found);
    }

    @Override
    public Modem open() throws ModemException {
        ModemSettings settings = new ModemSettings(findPort(), modem.driver(), modem.baud());
        synchronized (this) {
            opening = Thread.currentThread();
        }
        try {
            return ModemConnection.open(settings);
        } catch (InterruptedException e) {
            throw new ModemException(ModemException.Kind.CLOSED, "opening the modem was abandoned", e);
        } finally {
            synchronized (this) {
                opening = null;
            }
            // An abort that came too late to matter must not end the thread's next work.
            Thread.interrupted();
        }
    }

    @Override
    public synchronized void abort() {
        if (opening != null) {
            opening.interrupt();
        }
    }
}
