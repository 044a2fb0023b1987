package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Telling;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtPort;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.GenericCommands;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.connection.ModemSettings;
import dev.ipcommand.modem.serial.PortLocator;
import dev.ipcommand.modem.serial.SerialAtPort;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a modem that nobody else has. It switches the echo off and error texts on, which the modem forgets when it restarts,
 * and only reads from then on. The port is opened as the agent opens it: locked, and not at all while another process has it.
 *
 * <p><b>Threading.</b> Blocks for up to 20 s if nobody answers, some seconds if the modem does.
 */
final class ModemProbe {
    /** Something to ask, that may be refused. */
    private interface Question {
        void ask() throws ModemException, InterruptedException;
    }

    private final AtPort.Opener opener;
    private final AtClock clock;
    private final Map<String, String> told = new HashMap<>();
    private boolean deaf;

    ModemProbe(AtPort.Opener opener, AtClock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** For a port that was found. */
    static ModemProbe of(Path device, int baud) {
        return new ModemProbe(SerialAtPort.opener(PortLocator.fixed(device), baud), AtClock.SYSTEM);
    }

    /** @param port where it is */
    Facts.Modem ask(AgentConfig.Modem settings, Path port) throws InterruptedException {
        try (AtChannel channel = AtChannel.open(opener, ModemConnection.allDialects(), clock)) {
            Modem modem = ModemConnection.attach(
                    channel,
                    new ModemSettings(port.toString(), settings.driver(), settings.baud(), settings.profiles()),
                    clock);
            // As the agent does: without it a card that is missing, busy or locked says only ERROR (27.007 §9.1).
            ask(() -> channel.execute(GenericCommands.plain("AT+CMEE=2")));
            tell(
                    Name.MODEL,
                    modem.identity().model().isEmpty()
                            ? "unknown model"
                            : modem.identity().model());
            tell(Name.DRIVER, modem.driver());
            tell(Name.SOCKETS, modem.capabilities().contains(Capability.EMBEDDED_UDP) ? "yes" : "no");
            askForCard(modem);
            askForNetwork(modem);
            askForSettings(modem, channel);
        } catch (ModemException e) {
            return new Facts.Modem("", String.valueOf(e.getMessage()), true, Telling.of(told));
        }
        return new Facts.Modem("", "", true, Telling.of(told));
    }

    private void askForCard(Modem modem) throws InterruptedException {
        ask(() -> tell(Name.SIM, modem.readSim().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        if ("ready".equals(told.get(Name.SIM.key()))) {
            ask(() -> tell(Name.ISSUER, Telling.issuerOf(modem.readIccid().orElse(""))));
        }
    }

    private void askForNetwork(Modem modem) throws InterruptedException {
        ask(() -> {
            Registration registration = modem.readRegistration();
            tell(Name.REGISTRATION, registration.status().name());
            tell(Name.REJECT_CAUSE, text(registration.rejectCause()));
            tell(Name.ACCESS_TECHNOLOGY, text(registration.accessTechnology()));
        });
        ask(() -> {
            Signal signal = modem.readSignal();
            tell(Name.RSSI_DBM, text(signal.rssiDbm()));
            tell(Name.RSRP_DBM, text(signal.rsrpDbm()));
        });
    }

    private void askForSettings(Modem modem, AtChannel channel) throws InterruptedException {
        ask(() -> tell(Name.ADDRESS, text(modem.readAddress())));
        if (told.getOrDefault(Name.ADDRESS.key(), "").isEmpty()) {
            // What the modem's own sockets use is down: a context of the host's may be up.
            ask(() -> tell(Name.ADDRESS, text(channel.execute(GenericCommands.readAddress()))));
        }
        ask(() -> tell(
                Name.APN,
                channel.execute(GenericCommands.readContextDefinition())
                        .map(context -> context.text(2))
                        .orElse("")));
        List<String> sleep = new ArrayList<>();
        ask(() -> sleep.add(channel.execute(powerSaving()) == 1 ? "PSM" : ""));
        ask(() -> sleep.add(channel.execute(longPaging()) ? "eDRX" : ""));
        if (!sleep.isEmpty()) {
            sleep.removeIf(String::isEmpty);
            tell(Name.SLEEP, sleep.isEmpty() ? "off" : String.join(" and ", sleep));
        }
    }

    /** 27.007 §7.38 {@code +CPSMS?}: 1 = on. */
    private static AtCommand<Integer> powerSaving() {
        return AtCommand.line("AT+CPSMS?")
                .claims(Claim.prefixes("+CPSMS:"))
                .parsedBy(r ->
                        AtParameters.of(r.last("+CPSMS:").orElse("0")).number(0).orElse(0));
    }

    /** 27.007 §7.40 {@code +CEDRXS?}: a line for each access technology, the value asked for 0000 if it is not used. */
    private static AtCommand<Boolean> longPaging() {
        return AtCommand.line("AT+CEDRXS?").claims(Claim.prefixes("+CEDRXS:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CEDRXS:".length())))
                .anyMatch(p -> p.number(0).orElse(0) > 0 && p.text(1).matches("[01]{4}")));
    }

    private void ask(Question question) throws InterruptedException {
        if (deaf) {
            return;
        }
        try {
            question.ask();
        } catch (AtException.Refused | AtException.Garbled e) {
            // This modem does not tell that.
            return;
        } catch (ModemException e) {
            // What comes after would only wait as long.
            deaf = e.kind() != ModemException.Kind.REFUSED && e.kind() != ModemException.Kind.UNSUPPORTED;
        }
    }

    private void tell(Name name, String text) {
        told.put(name.key(), text);
    }

    private static String text(Optional<Inet4Address> address) {
        return address.map(Inet4Address::getHostAddress).orElse("");
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }
}
