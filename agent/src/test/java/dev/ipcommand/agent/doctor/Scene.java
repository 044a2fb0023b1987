package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.control.StatusReport;
import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import dev.ipcommand.agent.doctor.Facts.Firewall;
import dev.ipcommand.agent.doctor.Facts.Holder;
import dev.ipcommand.agent.doctor.Facts.UsbModem;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.outage.Outage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A gateway on which nothing is wrong, until a test changes that. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    String toml = "";
    List<String> configProblems = List.of();
    String mode = "644";
    List<String> keyProblems = List.of();

    Reach reach = Reach.ANSWERED;
    String message = "";
    String version = "1.0";
    long pid = 812;
    OptionalLong lockPid = OptionalLong.of(812);
    String state = "LISTENING";
    long secondsInState = 3600;
    String because = "the modem's socket is open";
    String path = "embedded";
    boolean verified = true;
    String warning = "";
    String address = "100.64.0.7";

    String stateTrouble = "";
    long stateFree = 1L << 30;
    long memoryFree = 400L << 20;
    Optional<Boolean> synchronised = Optional.of(true);
    OptionalLong throttled = OptionalLong.of(0);
    String gpioTrouble = "";

    Optional<Path> device = Optional.of(Path.of("/dev/ttyUSB2"));
    String missing = "";
    List<UsbModem> usb = List.of(new UsbModem("2c7c:0296", "1-1.2", List.of("ttyUSB2")));
    String denied = "";
    List<Holder> holders = List.of();
    Set<String> consoles = Set.of("tty1");

    String unknown = "";
    String silence = "";
    boolean asked;
    boolean alarm;
    long resets;
    final Map<Name, String> tells = new TreeMap<>(Map.of(
            Name.MODEL, "BG96",
            Name.DRIVER, "quectel",
            Name.SOCKETS, "yes",
            Name.SIM, "ready",
            Name.ISSUER, "8988307",
            Name.REGISTRATION, "ROAMING",
            Name.ACCESS_TECHNOLOGY, "8",
            Name.RSSI_DBM, "-71",
            Name.RSRP_DBM, "-97"));

    String interfaceState = "";
    String interfaceAddress = "";
    String routeSource = "";
    List<Holder> portHolders = List.of();
    Firewall firewall = Firewall.ABSENT;
    Facts.Handlers handlers = new Facts.Handlers(2, 1, List.of());
    final List<Outage> outages = new ArrayList<>();

    /** Datagrams come over wwan0. */
    Scene onHost() {
        toml = "[session]\ninterface = \"wwan0\"\n";
        path = "interface";
        interfaceState = "up";
        interfaceAddress = "100.64.0.7";
        routeSource = "100.64.0.7";
        tells.put(Name.ADDRESS, "100.64.0.7");
        return this;
    }

    /** On the way up, for a while. */
    Scene in(String phase, String why) {
        state = phase;
        because = why;
        path = "";
        address = "";
        verified = false;
        secondsInState = 90;
        return this;
    }

    /** No agent: the modem was asked by doctor itself. */
    Scene withoutAgent() {
        reach = Reach.NONE;
        message = "the agent is not running";
        lockPid = OptionalLong.empty();
        asked = true;
        tells.put(Name.APN, "super");
        tells.put(Name.SLEEP, "off");
        return this;
    }

    Scene without(Name... names) {
        for (Name name : names) {
            tells.remove(name);
        }
        return this;
    }

    Scene silent() {
        tells.clear();
        unknown = "the agent has no modem that answers yet";
        return this;
    }

    private Optional<StatusReport> status() {
        return reach != Reach.ANSWERED
                ? Optional.empty()
                : Optional.of(new StatusReport(
                        version,
                        "",
                        new StatusReport.Session(
                                state, NOW.minusSeconds(secondsInState).toString(), because, "", "", address),
                        new StatusReport.Recovery("", "", alarm, resets),
                        new StatusReport.Link(path, "", verified, warning),
                        new StatusReport.Modem("", "", "", "", ""),
                        new StatusReport.Counters(0, 0, 0, 0, 0, 0),
                        new StatusReport.Handlers(0, false),
                        Map.of(),
                        0,
                        List.of()));
    }

    private Optional<AgentConfig> config(Path directory) {
        if (!configProblems.isEmpty()) {
            return Optional.empty();
        }
        Path file = directory.resolve("ipcommand.toml");
        try {
            Files.writeString(file, toml);
            return Optional.of(ConfigLoader.load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Facts facts(Path directory) {
        Facts.ConfigFile file =
                new Facts.ConfigFile(Path.of("/etc/ipcommand/ipcommand.toml"), configProblems, mode, keyProblems);
        Optional<AgentConfig> config = config(directory);
        if (config.isEmpty()) {
            return Facts.of(NOW, file);
        }
        Map<String, String> told = new TreeMap<>();
        tells.forEach((name, text) -> told.put(name.key(), text));
        boolean answered = reach == Reach.ANSWERED;
        return new Facts(
                NOW,
                file,
                config,
                new Facts.Agent(
                        reach,
                        message,
                        answered ? version : "",
                        "1.0",
                        status(),
                        answered ? OptionalLong.of(pid) : OptionalLong.empty(),
                        lockPid),
                new Facts.Host(
                        stateTrouble,
                        OptionalLong.of(stateFree),
                        OptionalLong.of(memoryFree),
                        synchronised,
                        throttled,
                        gpioTrouble,
                        true),
                new Facts.Port(device, missing, usb, denied, holders, consoles),
                new Facts.Modem(unknown, silence, asked, Telling.of(told)),
                new Facts.Data(interfaceState, interfaceAddress, "", routeSource, portHolders, firewall),
                handlers,
                outages);
    }
}
