package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.link.ModemSource;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.connection.ModemSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The modem on the tty that the configuration names. */
final class SerialModemSource implements ModemSource {
    private final ModemSettings settings;
    private @Nullable Thread opening;

    private SerialModemSource(ModemSettings settings) {
        this.settings = settings;
    }

    /** Null if the configuration has no modem. */
    static @Nullable SerialModemSource of(AgentConfig config) {
        AgentConfig.Modem modem = config.modem();
        return modem.isNone()
                ? null
                : new SerialModemSource(new ModemSettings(modem.port(), modem.driver(), modem.baud()));
    }

    @Override
    public String findPort() throws ModemException {
        if (!Files.exists(Path.of(settings.port()))) {
            throw new ModemException(ModemException.Kind.PORT_MISSING, "no port " + settings.port());
        }
        return settings.port();
    }

    @Override
    public Modem open() throws ModemException {
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
