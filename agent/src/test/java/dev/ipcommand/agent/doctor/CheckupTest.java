package dev.ipcommand.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import dev.ipcommand.agent.doctor.Facts.Firewall;
import dev.ipcommand.agent.doctor.Facts.Holder;
import dev.ipcommand.agent.doctor.Facts.UsbModem;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.session.Rung;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault is made alone, and exactly its own check finds it. */
class CheckupTest {
    private static final String KEYS = "[key.ops1]\nalgorithm = \"%s\"\nfile = \"/etc/ipcommand/keys/ops1\"\n";
    private static final String LINE = "[gpio.relay]\nline = 17\ndirection = \"out\"\n";

    private final Path directory;

    CheckupTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /**
     * A fault.
     *
     * @param found words that must be in the finding
     * @param next words that must be in the next step
     */
    private record Fault(String id, Verdict verdict, String found, String next, Consumer<Scene> make) {
        @Override
        public String toString() {
            return id + ": " + found;
        }
    }

    private static Fault problem(String id, String found, String next, Consumer<Scene> make) {
        return new Fault(id, Verdict.PROBLEM, found, next, make);
    }

    private static Fault warning(String id, String found, String next, Consumer<Scene> make) {
        return new Fault(id, Verdict.WARNING, found, next, make);
    }

    static Stream<Fault> faults() {
        return Stream.of(configAndAgent(), ports(), modems(), cards(), networks(), data(), onTheHost(), others())
                .flatMap(List::stream);
    }

    private static List<Fault> configAndAgent() {
        return List.of(
                problem(
                        "config.valid",
                        "x.toml:3:1: sim.apn: wrong (and 1 more)",
                        "config check",
                        s -> s.configProblems = List.of("x.toml:3:1: sim.apn: wrong", "another")),
                problem("config.mode", "mode 664", "chmod go-w /etc/ipcommand/ipcommand.toml", s -> s.mode = "664"),
                warning("config.mode", "shared secrets", "chmod o-r", s -> s.toml = KEYS.formatted("HS256")),
                problem(
                        "config.keys",
                        "key.ops1: has mode 644",
                        "config check",
                        s -> s.keyProblems = List.of("key.ops1: has mode 644")),
                problem("agent.running", "not running", "systemctl start", Scene::withoutAgent),
                problem("agent.answers", "within 5000 ms", "journalctl", s -> {
                    s.reach = Reach.SILENT;
                    s.message = "the agent did not answer within 5000 ms";
                    s.silent();
                }),
                problem("agent.control", "user pi may not", "sudo", s -> {
                    s.reach = Reach.REFUSED;
                    s.message = "the agent refused: user pi may not";
                    s.silent();
                }),
                problem("agent.lock", "pid 99 holds the lock", "kill 99", s -> s.lockPid = OptionalLong.of(99)),
                problem("agent.lock", "pid 99 holds the lock", "kill 99", s -> {
                    s.withoutAgent().silent();
                    s.lockPid = OptionalLong.of(99);
                }),
                warning("agent.version", "runs is 0.9, this command is 1.0", "restart", s -> s.version = "0.9"),
                problem("state.writable", "read-only", "state.directory", s -> s.stateTrouble = "mounted read-only"),
                problem("state.space", "3 MiB", "df -h", s -> s.stateFree = 3L << 20));
    }

    private static void noPort(Scene scene, String missing, UsbModem... usb) {
        scene.in("ABSENT", missing).silent();
        scene.device = Optional.empty();
        scene.missing = missing;
        scene.usb = List.of(usb);
    }

    private static List<Fault> ports() {
        return List.of(
                problem("port.usb", "no modem on USB", "lsusb", s -> noPort(s, "no modem on USB; set modem.port")),
                problem(
                        "port.driver",
                        "2c7c:0900 in USB socket 1-1.3 has no tty",
                        "echo 2c7c 0900 | sudo tee /sys/bus/usb-serial/drivers/option1/new_id",
                        s -> noPort(s, "no modem on USB", new UsbModem("2c7c:0900", "1-1.3", List.of()))),
                problem(
                        "port.several",
                        "several modems",
                        "modem.port",
                        s -> noPort(
                                s,
                                "several modems, set modem.port to one of …",
                                new UsbModem("2c7c:0125", "1-1.2", List.of("ttyUSB2")),
                                new UsbModem("2c7c:0125", "1-1.3", List.of("ttyUSB6")))),
                problem("port.present", "no port /dev/serial0", "ls -l", s -> {
                    noPort(s, "no port /dev/serial0");
                    s.toml = "[modem]\nport = \"/dev/serial0\"\n";
                }),
                problem(
                        "port.present",
                        "no modem that is known by its USB id",
                        "modem.port",
                        s -> noPort(
                                s,
                                "no modem that is known by its USB id; there is 1bc7:1101",
                                new UsbModem("1bc7:1101", "1-1.2", List.of("ttyUSB0", "ttyUSB1")))),
                problem("port.permission", "user agent may not open", "usermod -aG uucp", s -> {
                    s.in("BACKING_OFF", "permission denied").silent();
                    s.denied = "user agent may not open /dev/ttyUSB2, which has mode 660 and group \"uucp\"";
                }),
                problem(
                        "port.holder",
                        "pid 7 (ModemManager)",
                        "disable --now ModemManager",
                        s -> held(s, "ModemManager")),
                problem("port.holder", "pid 7 (pppd)", "another AT port", s -> held(s, "pppd")),
                problem("port.holder", "pid 7 (agetty)", "serial-getty@ttyUSB2", s -> held(s, "agetty")),
                problem("port.holder", "pid 7 (minicom)", "kill 7", s -> held(s, "minicom")),
                problem("port.console", "ttyS0", "raspi-config", s -> {
                    s.in("BACKING_OFF", "nobody answers AT").silent();
                    s.device = Optional.of(Path.of("/dev/ttyS0"));
                    s.consoles = Set.of("serial0", "ttyS0", "tty1");
                }));
    }

    private static void held(Scene scene, String command) {
        scene.in("BACKING_OFF", "held").silent();
        scene.holders = List.of(new Holder(7, command));
    }

    private static List<Fault> modems() {
        return List.of(
                problem("modem.answers", "nobody answers AT", "another interface", s -> s.in(
                                "BACKING_OFF", "nobody answers AT")
                        .silent()),
                problem("modem.answers", "nobody answers AT", "jumper", s -> {
                    s.in("SYNCING", "nobody answers AT").silent();
                    s.device = Optional.of(Path.of("/dev/ttyAMA0"));
                }),
                problem("modem.sockets", "driver generic", "session.interface", s -> {
                    s.in("BACKING_OFF", "driver generic has no sockets of its own");
                    s.tells.put(Name.DRIVER, "generic");
                    s.without(Name.SOCKETS);
                }),
                problem("modem.apn", "\"internet\"", "\"super\"", s -> s.tells.put(Name.APN, "internet")),
                warning(
                        "modem.sleep",
                        "PSM and eDRX is on",
                        "AT+CPSMS=0",
                        s -> s.tells.put(Name.SLEEP, "PSM and eDRX")));
    }

    private static Scene card(Scene scene, String state, String because) {
        scene.in("SIM_WAIT", because).without(Name.ISSUER, Name.REGISTRATION, Name.RSSI_DBM, Name.RSRP_DBM);
        scene.tells.put(Name.SIM, state);
        return scene;
    }

    private static List<Fault> cards() {
        return List.of(
                problem("sim.present", "sees no SIM", "holder", s -> card(s, "absent", "SIM absent")),
                problem("sim.pin", "wants a PIN", "sim.pin_file", s -> card(s, "pin needed", "SIM pin needed")),
                problem(
                        "sim.pin",
                        "refused the one",
                        "three",
                        s -> card(s, "pin needed", "the SIM refused the PIN in f")),
                problem("sim.puk", "PUK", "phone", s -> card(s, "puk needed", "SIM wants its PUK")),
                problem("sim.state", "failure", "contacts", s -> card(s, "failed", "SIM failed")),
                problem("sim.state", "busy for 90 s", "power", s -> card(s, "busy", "SIM busy")),
                problem("sim.state", "not ready for 90 s", "power", s -> card(s, "not ready", "SIM not ready")),
                warning("sim.kind", "8944110", "right card", s -> s.tells.put(Name.ISSUER, "8944110")));
    }

    private static Scene unregistered(Scene scene, String status) {
        scene.in("SEARCHING", "registration " + status).tells.put(Name.REGISTRATION, status);
        return scene;
    }

    private static List<Fault> networks() {
        return List.of(
                problem("network.antenna", "hears nothing", "MAIN", s -> unregistered(s, "SEARCHING")
                        .without(Name.RSSI_DBM, Name.RSRP_DBM)),
                problem("network.antenna", "hears nothing", "MAIN", s -> unregistered(s, "IDLE")
                        .without(Name.RSRP_DBM)
                        .tells
                        .put(Name.RSSI_DBM, "-113")),
                warning("network.signal", "RSRP -121 dBm is weak", "antenna", s -> s.tells.put(Name.RSRP_DBM, "-121")),
                warning("network.signal", "RSSI -107 dBm is weak", "antenna", s -> s.without(Name.RSRP_DBM)
                        .tells
                        .put(Name.RSSI_DBM, "-107")),
                problem("network.denied", "cause 11: network not allowed", "Network Access Profile", s -> unregistered(
                                s, "DENIED")
                        .tells
                        .put(Name.REJECT_CAUSE, "11")),
                problem("network.denied", "no cause", "Sim active", s -> unregistered(s, "DENIED")),
                warning(
                        "network.registered",
                        "without service for 1 min",
                        "up to 30 min",
                        s -> unregistered(s, "SEARCHING")),
                problem("network.registered", "without service for 45 min", "bands", s -> {
                    unregistered(s, "SEARCHING");
                    s.outages.add(outage(Duration.ofMinutes(45), false));
                }));
    }

    private static Outage outage(Duration ago, boolean over, Rung... rungs) {
        Instant began = Scene.NOW.minus(ago);
        return new Outage(
                began,
                "registration searching",
                Stream.of(rungs).map(rung -> new Outage.Attempt(rung, began)).toList(),
                0,
                over,
                over ? Optional.of(Duration.ofSeconds(5)) : Optional.empty(),
                "");
    }

    private static List<Fault> data() {
        return List.of(
                problem("data.context", "+CGACT refused", "Fleet's data", s -> s.in("BACKING_OFF", "+CGACT refused")),
                problem("data.address", "no address", "Fleet", s -> s.in("ACTIVATING", "the context has no address")),
                problem("data.address", "neither session.interface", "wwan0", s -> {
                    s.in("BACKING_OFF", "x");
                    s.toml = "[session]\ndata_path = \"interface\"\n";
                }));
    }

    private static List<Fault> onTheHost() {
        return List.of(
                problem("data.interface", "no interface wwan0", "ip link", s -> {
                    s.onHost().in("ACTIVATING", "interface wwan0 has no IPv4 address");
                    s.interfaceState = "missing";
                    s.interfaceAddress = "";
                }),
                problem("data.interface", "wwan0 is down", "ip link set wwan0 up", s -> {
                    s.onHost().in("ACTIVATING", "interface wwan0 has no IPv4 address");
                    s.interfaceState = "down";
                    s.interfaceAddress = "";
                }),
                problem("data.address", "wwan0 has no IPv4 address", "ip addr", s -> {
                    s.onHost().in("ACTIVATING", "interface wwan0 has no IPv4 address");
                    s.interfaceAddress = "";
                }),
                problem("data.address", "does not hold 100.64.0.9", "ip addr", s -> {
                    s.onHost().in("ACTIVATING", "this host does not hold the session's address");
                    s.toml = "[modem]\nport = \"none\"\n[session]\naddress = \"100.64.0.9\"\n";
                    s.interfaceAddress = "";
                    s.interfaceState = "";
                    s.silent();
                }),
                problem("data.nat", "has 192.168.225.20, the modem 100.64.0.7", "QMI", s -> {
                    s.onHost().in("BACKING_OFF", "the modem translates addresses");
                    s.interfaceAddress = "192.168.225.20";
                    s.routeSource = "192.168.225.20";
                }),
                problem("data.port", "pid 8 (nc)", "listener.port", s -> {
                    s.onHost().in("ACTIVATING", "UDP port 6969 is held by process 8 (nc)");
                    s.portHolders = List.of(new Holder(8, "nc"));
                }),
                problem("data.context", "refused", "Fleet", s -> s.onHost().in("BACKING_OFF", "+CGACT refused")),
                problem(
                        "data.route",
                        "from 192.168.1.5",
                        "ip route replace 100.64.0.1/32 dev wwan0 src 100.64.0.7",
                        s -> s.onHost().routeSource = "192.168.1.5"),
                problem("data.route", "no route to 100.64.0.1", "ip route replace", s -> s.onHost().routeSource = ""),
                warning("data.firewall", "drop or refuse", "UDP port 6969", s -> {
                    s.onHost().verified = false;
                    s.firewall = Firewall.MAY_DROP;
                }),
                warning("data.verified", "nothing has come in", "ping to DevicePort 6969", s -> s.verified = false));
    }

    private static List<Fault> others() {
        return List.of(
                warning(
                        "handlers.callable",
                        "0 of 2",
                        "[handler.NAME]",
                        s -> s.handlers = new Facts.Handlers(2, 0, List.of())),
                warning(
                        "handlers.used",
                        "not used: a.b; no handler: c; three; and 1 more",
                        "handlers list",
                        s -> s.handlers =
                                new Facts.Handlers(1, 1, List.of("not used: a.b", "no handler: c", "three", "four"))),
                problem("handlers.gpio", "no /dev/gpiochipN", "group gpio", s -> {
                    s.toml = LINE;
                    s.gpioTrouble = "there is no /dev/gpiochipN on this host";
                }),
                warning("clock.synchronised", "not synchronised", "timedatectl", s -> {
                    s.toml = KEYS.formatted("EdDSA");
                    s.synchronised = Optional.of(false);
                }),
                warning("memory.free", "20 MiB", "ps aux", s -> s.memoryFree = 20L << 20),
                problem("power.voltage", "at this moment", "supply", s -> s.throttled = OptionalLong.of(0x50005)),
                warning("power.voltage", "was too low", "supply", s -> s.throttled = OptionalLong.of(0x50000)),
                problem(
                        "ladder.budget",
                        "12 of 12",
                        "--outages",
                        s -> s.outages.add(outage(
                                Duration.ofHours(3),
                                true,
                                Stream.generate(() -> Rung.REBOOT).limit(12).toArray(Rung[]::new)))),
                problem("ladder.budget", "12 of 12", "--outages", s -> s.resets = 12),
                warning("outages.frequent", "3 in 24 h", "--outages", s -> {
                    for (int hours = 1; hours <= 3; hours++) {
                        s.outages.add(outage(Duration.ofHours(hours), true));
                    }
                }));
    }

    private Map<String, Finding> findings(Scene scene) {
        Map<String, Finding> byId = new TreeMap<>();
        Checkup.of(scene.facts(directory))
                .forEach(result -> byId.put(result.check().id(), result.finding()));
        return byId;
    }

    private Set<String> troubles(Scene scene) {
        Set<String> ids = new TreeSet<>();
        findings(scene).forEach((id, finding) -> {
            if (finding.isTrouble()) {
                ids.add(id);
            }
        });
        return ids;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindTheFaultAndNothingElse(Fault fault) {
        Scene scene = new Scene();
        fault.make().accept(scene);
        // Whoever finds out by himself is without an agent, which is a finding of its own.
        Set<String> expected = new TreeSet<>(Set.of(fault.id()));

        assertEquals(expected, troubles(scene), () -> String.valueOf(findings(scene)));
        Finding finding = Objects.requireNonNull(findings(scene).get(fault.id()));
        assertEquals(fault.verdict(), finding.verdict());
        assertTrue(finding.found().contains(fault.found()), finding.found());
        assertTrue(finding.next().contains(fault.next()), finding.next());
    }

    @Test
    void shouldHaveAFaultForEachCheck() {
        Set<String> withFault = new HashSet<>();
        faults().forEach(fault -> withFault.add(fault.id()));
        Set<String> all = new HashSet<>();
        Checkup.checks().forEach(check -> all.add(check.id()));

        assertEquals(new TreeSet<>(all), new TreeSet<>(withFault));
        assertEquals(Checkup.checks().size(), all.size(), "an id is one check's");
    }

    static Stream<Consumer<Scene>> healthyOnes() {
        return Stream.of(
                s -> {},
                Scene::onHost,
                s -> {
                    s.onHost().silent();
                    s.toml = "[modem]\nport = \"none\"\n[session]\ninterface = \"wwan0\"\n";
                    s.device = Optional.empty();
                    s.usb = List.of();
                },
                s -> {
                    s.onHost();
                    s.toml = "[session]\naddress = \"127.64.0.23\"\n";
                    s.interfaceAddress = "127.64.0.23";
                    s.routeSource = "192.168.1.5";
                    s.tells.remove(Name.ADDRESS);
                },
                s -> s.in("SYNCING", "found").silent().secondsInState = 5,
                s -> card(s, "busy", "SIM busy").secondsInState = 10,
                s -> {
                    s.onHost();
                    s.tells.put(Name.DRIVER, "generic");
                    s.tells.put(Name.SOCKETS, "no");
                },
                s -> {
                    s.toml = "[sim]\napn = \"internet\"\n";
                    s.tells.put(Name.ISSUER, "8944110");
                },
                s -> {
                    s.toml = KEYS.formatted("HS256");
                    s.mode = "640";
                },
                s -> {
                    s.onHost();
                    s.firewall = Firewall.MAY_DROP;
                },
                s -> s.outages.add(outage(Duration.ofDays(2), true, Rung.REBOOT)));
    }

    @ParameterizedTest
    @MethodSource("healthyOnes")
    void shouldFindNothingWhereNothingIsWrong(Consumer<Scene> make) {
        Scene scene = new Scene();
        make.accept(scene);

        assertEquals(Set.of(), troubles(scene), () -> String.valueOf(findings(scene)));
        assertFalse(Checkup.worst(Checkup.of(scene.facts(directory))).compareTo(Verdict.OK) > 0);
    }

    static Stream<Fault> withoutAnAgent() {
        return Stream.of(
                problem("modem.answers", "nobody answers", "speed", s -> {
                    s.silent();
                    s.unknown = "";
                    s.device = Optional.of(Path.of("/dev/ttyS0"));
                    s.silence = "nobody answers AT";
                }),
                problem("modem.apn", "\"iot.1nce.net\"", "\"super\"", s -> s.tells.put(Name.APN, "iot.1nce.net")),
                warning("modem.sleep", "PSM is on", "AT+CPSMS=0", s -> s.tells.put(Name.SLEEP, "PSM")),
                problem("sim.pin", "wants a PIN", "sim.pin_file", s -> card(s, "pin needed", "")),
                problem("network.denied", "cause 15", "Profile", s -> {
                    s.tells.put(Name.REGISTRATION, "DENIED");
                    s.tells.put(Name.REJECT_CAUSE, "15");
                }),
                problem("modem.sockets", "generic", "interface", s -> {
                    s.tells.put(Name.DRIVER, "generic");
                    s.tells.put(Name.SOCKETS, "no");
                }));
    }

    @ParameterizedTest
    @MethodSource("withoutAnAgent")
    void shouldFindItWithoutAnAgentToo(Fault fault) {
        Scene scene = new Scene().withoutAgent();
        fault.make().accept(scene);

        assertEquals(new TreeSet<>(Set.of("agent.running", fault.id())), troubles(scene), () -> findings(scene) + "");
        assertTrue(
                Objects.requireNonNull(findings(scene).get(fault.id())).found().contains(fault.found()));
        assertTrue(
                Objects.requireNonNull(findings(scene).get(fault.id())).next().contains(fault.next()));
    }

    @Test
    void shouldCheckNothingElseWithoutAConfiguration() {
        Scene scene = new Scene();
        scene.configProblems = List.of("cannot be read");

        findings(scene).forEach((id, finding) -> {
            if (!id.startsWith("config.")) {
                assertEquals(Verdict.NOT_CHECKED, finding.verdict(), id);
            }
        });
    }
}
