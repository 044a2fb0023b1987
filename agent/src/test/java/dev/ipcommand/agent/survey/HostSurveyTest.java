package dev.ipcommand.agent.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Firewall;
import dev.ipcommand.agent.doctor.Facts.Holder;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSurveyTest {
    private final Path root;

    private final Machine machine;

    HostSurveyTest(@TempDir Path root) throws IOException {
        this.root = root;
        machine = new Machine(root);
    }

    private AgentConfig config(String toml) throws IOException, ConfigException {
        machine.file("ipcommand.toml", "[state]\ndirectory = \"" + root.resolve("state") + "\"\n" + toml);
        return ConfigLoader.load(root.resolve("ipcommand.toml"));
    }

    private Facts.Host look(String toml, int user) throws IOException, ConfigException {
        return new HostSurvey(machine.roots(), () -> Optional.of(false)).look(config(toml), user, true);
    }

    @Test
    void shouldReadMemoryAndSupply() throws IOException, ConfigException {
        machine.file("proc/meminfo", "MemTotal:  948304 kB\nMemFree:  50000 kB\nMemAvailable:    40960 kB\n");
        machine.file("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");

        Facts.Host host = look("", 0);

        assertEquals(OptionalLong.of(40L << 20), host.memoryFree());
        assertEquals(OptionalLong.of(0x50005), host.throttled());
    }

    @Test
    void shouldKnowNothingOfWhatIsNotThere() throws IOException, ConfigException {
        Facts.Host host = look("", 0);

        assertEquals(OptionalLong.empty(), host.memoryFree());
        assertEquals(OptionalLong.empty(), host.throttled());
        assertEquals(Optional.empty(), host.clockSynchronised(), "not asked without keys");
        assertEquals("", host.gpioTrouble());
    }

    @Test
    void shouldAskForTheClockIfThereAreKeys() throws IOException, ConfigException {
        String key = "[key.a]\nalgorithm = \"EdDSA\"\nfile = \"/x\"\n";

        assertEquals(Optional.of(false), look(key, 0).clockSynchronised());
    }

    @Test
    void shouldSayWhatIsWrongWithTheStateDirectory() throws IOException, ConfigException {
        assertTrue(look("", 0).stateTrouble().contains("there is no"), "absent");
        Path state = Files.createDirectory(root.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        int owner = Users.ownerOf(state);

        assertEquals("", look("", owner).stateTrouble());
        assertTrue(look("", owner + 1).stateTrouble().contains("may not write to " + state), "another user's");
        assertTrue(look("", owner).stateFree().isPresent());
    }

    @Test
    void shouldMissTheGpioChipOnlyIfLinesAreConfigured() throws IOException, ConfigException {
        String line = "[gpio.relay]\nline = 17\n";

        assertTrue(look(line, 0).gpioTrouble().contains("gpiochipN"));
        machine.device("gpiochip0");
        assertEquals("", look(line, 0).gpioTrouble());
    }

    /** Who is told to be the holder may be ended by hand. */
    @Test
    void shouldNotTakeTheSameNumberOnAnotherFileSystemForTheLock() throws IOException {
        Path lock = Files.createFile(root.resolve("lock"));
        machine.file(
                "proc/locks",
                "1: POSIX  ADVISORY  WRITE 812 ff:ff:" + Files.getAttribute(lock, "unix:ino") + " 0 EOF\n");
        machine.process(812, "sshd", "/dev/null");

        assertEquals(OptionalLong.empty(), new Processes(machine.roots().proc()).lockHolder(lock));
    }

    @Test
    void shouldSeeWhoReallyHoldsALock() throws IOException {
        Path file = root.resolve("lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(
                    OptionalLong.of(ProcessHandle.current().pid()), new Processes(Path.of("/proc")).lockHolder(file));
        }
    }

    @Test
    void shouldNameWhoHoldsALock() throws IOException {
        Path lock = Files.createFile(root.resolve("lock"));
        Object inode = Files.getAttribute(lock, "unix:ino");
        machine.file(
                "proc/locks",
                "1: FLOCK  ADVISORY  WRITE 4 08:02:" + inode + " 0 EOF\n2: POSIX  ADVISORY  WRITE 812 08:02:" + inode
                        + " 0 EOF\n3: POSIX  ADVISORY  WRITE 9 08:02:1 0 EOF\n");
        machine.process(812, "java", lock.toString());

        assertEquals(OptionalLong.of(812), new Processes(machine.roots().proc()).lockHolder(lock));
        assertEquals(OptionalLong.empty(), new Processes(machine.roots().proc()).lockHolder(root.resolve("none")));
    }

    @Test
    void shouldSeeALockOfThisVeryMachine() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/locks")), "this kernel does not show locks");
        Path file = root.resolve("lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(
                    OptionalLong.of(ProcessHandle.current().pid()), new Processes(Path.of("/proc")).lockHolder(file));
        }
    }

    /** A host whose wwan0 has 100.64.0.7, and whose way to the gateway is another. */
    private static final Network NETWORK = new Network() {
        @Override
        public String stateOf(String name) {
            return name.equals("wwan0") ? "up" : "missing";
        }

        @Override
        public String addressOf(String name) {
            return name.equals("wwan0") ? "100.64.0.7" : "";
        }

        @Override
        public Optional<String> interfaceHolding(Inet4Address address) {
            return address.getHostAddress().equals("100.64.0.7") ? Optional.of("wwan0") : Optional.empty();
        }

        @Override
        public String sourceTo(Inet4Address peer) {
            return "192.168.1.5";
        }
    };

    private Facts.Data data(String toml) throws IOException, ConfigException {
        return new DataSurvey(machine.roots(), NETWORK).look(config(toml), "", Set.of(5L), true);
    }

    @Test
    void shouldLookAtTheInterfaceTheAddressAndTheRoute() throws IOException, ConfigException {
        Facts.Data named = data("[session]\ninterface = \"wwan0\"\n");
        assertEquals("up", named.interfaceState());
        assertEquals("100.64.0.7", named.interfaceAddress());
        assertEquals("192.168.1.5", named.routeSource());

        assertEquals("missing", data("[session]\ninterface = \"wwan9\"\n").interfaceState());
        assertEquals("100.64.0.7", data("[session]\naddress = \"100.64.0.7\"\n").interfaceAddress());
        assertEquals("wwan0", data("[session]\naddress = \"100.64.0.7\"\n").holding());
        assertEquals("", data("[session]\naddress = \"100.64.0.9\"\n").interfaceAddress());
    }

    @Test
    void shouldNameWhoHasTheListeningPortInTheWay() throws IOException, ConfigException {
        String form = "  %d: %s:%s 00000000:0000 07 00000000:00000000 00:00000000 00000000  0 0 %d 2 0 0\n";
        machine.file(
                "proc/net/udp",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref\n"
                        + form.formatted(1, "00000000", "1B39", 101)
                        + form.formatted(2, "07004064", "1B39", 102)
                        + form.formatted(3, "0100007F", "1B39", 103)
                        + form.formatted(4, "00000000", "1B3A", 104)
                        + form.formatted(5, "00000000", "1B39", 105));
        machine.process(11, "nc", "socket:[101]");
        machine.process(12, "coap", "socket:[102]");
        machine.process(13, "local", "socket:[103]");
        machine.process(14, "other-port", "socket:[104]");
        machine.process(5, "java", "socket:[105]");

        assertEquals(
                List.of(new Holder(11, "nc"), new Holder(12, "coap")),
                data("[session]\ninterface = \"wwan0\"\n").portHolders());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nft      | table inet f { chain i { type filter hook input priority 0; policy accept; } } | OPEN",
                "nft      | table inet f { chain i { type filter hook input priority 0; policy drop; } }   | MAY_DROP",
                "nft      | hook input priority 0; udp dport { 22, 53 } accept; counter reject             | MAY_DROP",
                "nft      | hook output priority 0; policy drop;                                          | OPEN",
                "iptables | -P INPUT ACCEPT                                                                | OPEN",
                "iptables | -P INPUT DROP                                                                  | MAY_DROP"
            })
    void shouldTellWhetherAPacketFilterMayDrop(String program, String rules, Firewall expected) throws IOException {
        machine.program(program, "cat <<'END'\n" + rules + "\nEND");

        assertEquals(expected, new FirewallSurvey(machine.roots().programs()).look(true));
        assertEquals(Firewall.UNSEEN, new FirewallSurvey(machine.roots().programs()).look(false));
    }

    @Test
    void shouldTellApartNoPacketFilterAndOneThatDoesNotAnswer() throws IOException {
        assertEquals(Firewall.ABSENT, new FirewallSurvey(machine.roots().programs()).look(true));
        machine.program("nft", "exit 1");
        assertEquals(Firewall.UNSEEN, new FirewallSurvey(machine.roots().programs()).look(true));
    }

    @Test
    void shouldNotTakeADropAfterTheInputChainForOneOfIt() throws IOException {
        machine.program(
                "nft",
                "printf 'table inet f {\\n\\tchain i {\\n\\t\\ttype filter hook input priority 0; policy accept;\\n\\t}\\n"
                        + "\\tchain fwd {\\n\\t\\ttype filter hook forward priority 0; policy drop;\\n\\t}\\n}\\n'");

        assertEquals(Firewall.OPEN, new FirewallSurvey(machine.roots().programs()).look(true));
    }
}
