package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.link.ModemSource;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtPort;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.connection.ModemSettings;
import dev.ipcommand.modem.serial.PortLocator;
import dev.ipcommand.modem.serial.SerialAtPort;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The modem at {@code modem.port}, wherever its tty is at the moment.
 *
 * <p>The first modem that answers is ours for as long as the agent runs: another one at the same port, known by its IMEI, is
 * closed again. It may belong to somebody else, and a reset, an APN or a PIN for ours must not reach it.
 */
final class SerialModemSource implements ModemSource {
    /** Opens the modem that the locator finds. */
    @FunctionalInterface
    interface Opening {
        Modem open(ModemSettings settings, PortLocator locator) throws ModemException, InterruptedException;
    }

    /** For a line to leave at any speed, before the port is closed behind it. */
    private static final long UNHEARD_MILLIS = 500;

    private final AgentConfig.Modem modem;
    private final PortLocator locator;
    private final Opening modems;
    /** Empty until a modem has told it. An identity: kept in memory only, out of every message. */
    private String imei = "";

    private volatile String port = "";
    private @Nullable Thread opening;

    SerialModemSource(AgentConfig.Modem modem, PortLocator locator, Opening modems) {
        this.modem = modem;
        this.locator = locator;
        this.modems = modems;
    }

    /** Null if the configuration has no modem. */
    static @Nullable SerialModemSource of(AgentConfig config, TrafficRecorder recorder) {
        return config.modem().isNone()
                ? null
                : new SerialModemSource(
                        config.modem(),
                        PortLocator.of(config.modem().port(), config.modem().profiles()),
                        (settings, locator) -> ModemConnection.open(settings, locator, recorder));
    }

    @Override
    public String findPort() throws ModemException {
        return locator.locate().toString();
    }

    @Override
    public Modem open() throws ModemException {
        ModemSettings settings = new ModemSettings(findPort(), modem.driver(), modem.baud(), modem.profiles());
        port = settings.port();
        synchronized (this) {
            opening = Thread.currentThread();
        }
        try {
            return onlyOurs(modems.open(settings, locator), settings.port());
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
    public String port() {
        return port;
    }

    /** A modem that does not tell its IMEI cannot be told from ours. */
    private synchronized Modem onlyOurs(Modem opened, String port) throws ModemException {
        String told = opened.identity().imei();
        if (!imei.isEmpty() && !told.isEmpty() && !told.equals(imei)) {
            opened.close();
            throw new ModemException(
                    ModemException.Kind.PORT_MISSING,
                    port
                            + ": another modem answers than before, and was not taken; if ours was replaced, restart the agent");
        }
        if (!told.isEmpty()) {
            imei = told;
        }
        return opened;
    }

    @Override
    public void rebootUnheard() throws ModemException, InterruptedException {
        try (AtPort port = SerialAtPort.opener(locator, modem.baud()).open()) {
            // What the modem has of an unfinished line is ended first. All families know this restart (27.007 §8.2).
            for (String line : List.of("\r", "AT+CFUN=1,1\r")) {
                port.write(line.getBytes(StandardCharsets.US_ASCII));
                TimeUnit.MILLISECONDS.sleep(UNHEARD_MILLIS);
            }
        } catch (IOException e) {
            throw new ModemException(ModemException.Kind.PORT_GONE, "the AT port takes nothing: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void abort() {
        if (opening != null) {
            opening.interrupt();
        }
    }
}
