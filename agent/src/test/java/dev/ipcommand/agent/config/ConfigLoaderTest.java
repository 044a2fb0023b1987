package dev.ipcommand.agent.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.DataPath;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final Path FILE = Path.of("/x.toml");

    private static String problemsOf(String text) {
        return assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, text)).problems().stream()
                .map(ConfigProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldTakeTheDocumentedDefaultsFromAnEmptyFile() throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, "");

        assertEquals(new AgentConfig.Device("gateway-1", false), config.device());
        assertEquals(new AgentConfig.Signed(Duration.ofHours(24), AgentConfig.ClockTrust.AUTO, false), config.signed());
        assertEquals(Map.of(), config.gpio());
        assertEquals(new AgentConfig.Modem("auto", "auto", 115200), config.modem());
        assertEquals("super", config.sim().apn());
        assertEquals(DataPath.AUTO, config.session().dataPath());
        assertTrue(config.session().interfaceName().isEmpty());
        assertTrue(config.session().address().isEmpty());
        assertEquals(6969, config.listener().port());
        assertEquals("100.64.0.1", config.reply().gateway().getHostAddress());
        assertEquals(0, config.reply().port());
        assertEquals(Path.of("/etc/ipcommand/handlers.d"), config.handlers().directory());
        assertEquals(
                Path.of("/usr/local/lib/ipcommand/plugins"), config.handlers().plugins());
        assertEquals(Map.of(), config.handlerPolicies());
        assertEquals(List.of(), config.routes());
        assertEquals(Map.of(), config.keys());
        assertEquals(new AgentConfig.Limits(60, 20, 262144), config.limits());
        assertEquals(Path.of("/var/lib/ipcommand"), config.state().directory());
        assertEquals(Path.of("/run/ipcommand/control.sock"), config.control().socket());
        assertEquals("info", config.log().level());
        assertEquals(FILE, config.source());
    }

    @Test
    void shouldReadEveryTableOfAFullFile() throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, resource("full.toml"));

        assertEquals(new AgentConfig.Modem("none", "quectel", 9600), config.modem());
        assertEquals(DataPath.INTERFACE, config.session().dataPath());
        assertEquals("wwan0", config.session().interfaceName().orElseThrow());
        assertEquals("127.64.0.23", config.session().address().orElseThrow().getHostAddress());
        assertEquals(
                new HandlerPolicy(
                        List.of("signed", "ops1"),
                        Duration.ofMillis(1500),
                        2,
                        9,
                        ReplyMode.RAW,
                        true,
                        true,
                        64L << 20,
                        Map.of("site", "north", "a.b", "")),
                config.handlerPolicies().get("app.restart"));
        assertEquals(
                List.of(
                        new AgentConfig.Route(new byte[] {(byte) 0xd9, (byte) 0xd9}, "cbor", ReplyMode.FRAMED),
                        new AgentConfig.Route(new byte[0], "legacy", ReplyMode.RAW)),
                config.routes());
        assertEquals(
                Map.of(
                        "ops1", new AgentConfig.Key("EdDSA", Path.of("/k/ops1.pem")),
                        "ops2", new AgentConfig.Key("HS256", Path.of("/k/ops2"))),
                config.keys());
        assertEquals(new AgentConfig.Limits(0, 1, 0), config.limits());
        assertEquals(new AgentConfig.Device("pump house 7", true), config.device());
        assertEquals(new AgentConfig.Signed(Duration.ofDays(7), AgentConfig.ClockTrust.SYSTEM, true), config.signed());
        assertEquals(
                Map.of("relay", new AgentConfig.Gpio(17, LineSpec.Direction.OUT, Level.HIGH, LineSpec.Pull.OFF)),
                config.gpio());
    }

    @Test
    void shouldReportEveryProblemOfAFileWithItsPlaceInTheOrderOfTheFile() throws IOException {
        String file = resource("wrong.toml");
        String expected = resource("wrong.problems").strip();

        assertEquals(expected, problemsOf(file));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [modem]~port = "ttyUSB2"          | 2:1: modem.port: "ttyUSB2" is not absolute
            [modem]~driver = "quectell"       | did you mean "quectel"?
            [modem]~baud = "9600"             | 2:1: modem.baud: "9600" is a text, allowed is an integer from 300
            [modem]~baud = 9600.0             | is a number with a fraction
            [modem]~prot = "auto"             | 2:1: modem.prot: unknown key, did you mean port?
            [modem]~apn = "super"             | unknown key, did you mean apn in [sim]?
            [modem]~zebra = 1                 | unknown key, allowed are port, driver, baud
            [modme]~port = "auto"             | 1:1: modme: unknown key, did you mean modem?
            modem = 3                         | 1:1: modem: is an integer, allowed is a table [modem]
            [[modem]]~port = "auto"           | modem: is a list, allowed is a table [modem]
            [listener]~port = 0               | listener.port: 0 is out of range, allowed is an integer from 1 to 65535
            [listener]~port = 65536           | 65536 is out of range
            [listener]~port = -9223372036854775808 | is out of range
            [reply]~gateway = "example.com"   | reply.gateway: "example.com" is not an IPv4 address
            [reply]~gateway = "100.64.0.256"  | is not an IPv4 address
            [reply]~gateway = "100.64.1"      | is not an IPv4 address
            [reply]~gateway = "100.064.0.1"   | is not an IPv4 address
            [reply]~gateway = "::1"           | is not an IPv4 address
            [reply]~gateway = "0.0.0.0"       | is not the address of one host
            [reply]~gateway = "255.255.255.255" | is not the address of one host
            [session]~address = "224.0.0.1"   | is not the address of one host
            [session]~probe = "1.1.1.1"       | session.probe: "1.1.1.1" is not one, allowed is "" or "dns:" and an IPv4
            [session]~probe = "dns:one.one"   | "one.one" is not an IPv4 address
            [session]~probe = "dns:1.1.1.1:0" | has no port from 1 to 65535
            [session]~probe = "dns:1.1.1.1:65536" | has no port from 1 to 65535
            [session]~probe = "dns:1.1.1.1:53:1"  | is not one
            [session]~probe = "icmp:1.1.1.1"  | is not one
            [session]~probe = "dns:100.64.0.1" | 2:1: session.probe: the gateway takes every datagram for an IP Command
            [session]~probe_interval = "29s"  | is out of range
            [session]~probe_timeout = "3m"    | is out of range
            [session]~interface = "a b"       | allowed is "" or an interface name
            [session]~interface = "wwan0123456789ab" | allowed is "" or an interface name
            [sim]~apn = "su\\"per"            | an access point name
            [device]~name = ""                | 1 to 64 characters
            [state]~directory = "state"       | is not absolute
            [state]~directory = "/a\\u0000b"  | is not a path
            [log]~level = "INFO"              | did you mean "info"?
            [handler.Ping]~queue = 1          | "Ping" is not one, allowed is a handler name
            [handler.a.b]~allow = ["anyone"]  | handler.a.b: unknown key, allowed are allow
            [handler.a]~allow = "anyone"      | handler.a.allow: "anyone" is a text, allowed is a list
            [handler.a]~repeatable = "yes"    | handler.a.repeatable: "yes" is a text, allowed is true or false
            [handler.a]~memory = "64MB"       | handler.a.memory: "64MB" is not a size with a unit
            [handler.a]~memory = "1KiB"       | "1KiB" is out of range
            [handler.reboot]~allow = ["anyone"] | 2:10: handler.reboot.allow: "anyone" could restart this device
            [signed]~max_age = "8d"           | signed.max_age: "8d" is out of range
            [gpio.relay]~direction = "out"    | gpio.relay.line: is missing
            [gpio.a]~line = 4~[gpio.b]~line = 4 | 4:1: gpio.b.line: the same line as a
            [gpio.A]~line = 4                 | a line's name
            [gpio.a]~line = 4~direction = "out"~pull = "up" | gpio.a.pull: an output has no resistor
            [handler.a]~allow = [1]           | an element is not a text
            [handler.a]~allow = ["anyoen"]    | 2:10: handler.a.allow: "anyoen" is nobody (did you mean "anyone"?)
            [handler.a]~allow = ["ops1"]      | "ops1" is nobody
            [handler.a]~deadline = 10         | 10 is an integer, allowed is a time with a unit
            [handler.a]~deadline = "10"       | "10" is not a time with a unit
            [handler.a]~deadline = "10 s"     | is not a time with a unit
            [handler.a]~deadline = "-1s"      | is not a time with a unit
            [handler.a]~deadline = "99ms"     | "99ms" is out of range, allowed is a time with a unit (ms, s, m, h, d), from 100ms to 10m
            [handler.a]~deadline = "601s"     | is out of range
            [handler.a]~concurrency = 17      | is out of range
            [handler.a]~queue = 1025          | is out of range
            [handler.a]~reply = "text"        | "framed" or "raw"
            [handler.a.settings]~x = 1        | 2:1: handler.a.settings.x: is an integer, allowed is a text in quotes
            [route]~prefix = ""               | route: is a table, allowed are tables [[route]]
            route = [1]                       | route[0]: is an integer
            [[route]]~handler = "a"           | 1:1: route[0].prefix: is missing, allowed is exactly one of
            [[route]]~prefix = "a"            | 1:1: route[0].handler: is missing, allowed is a handler name
            [[route]]~prefix = "a"~prefix_hex = "61"~handler = "a" | 3:1: route[0].prefix_hex: stands beside prefix
            [[route]]~prefix_hex = "6"~handler = "a"  | route[0].prefix_hex: "6" is not hexadecimal
            [[route]]~prefix = "a"~handler = "A"      | 3:1: route[0].handler: "A" is not one
            [[route]]~prefix = "a"~handler = "a"~[[route]]~prefix_hex = "61"~handler = "b" | 5:1: route[1].prefix_hex: the same prefix as the route in line 1
            [key.anyone]~file = "/k"          | "anyone" is not one, allowed is a key id
            [key.x]~algorithm = "EdDSA"       | 1:1: key.x.file: is missing, allowed is an absolute path
            [key.x]~file = "/k"~algorithm = "RS256" | allowed is "EdDSA" or "HS256"
            [modem]~port = "none"~[session]~data_path = "embedded" | 4:1: session.data_path: "embedded" needs AT
            """)
    void shouldSayWhatIsWrongAndWhatIsAllowed(String text, String part) {
        String problems = problemsOf(text.replace('~', '\n'));

        assertTrue(problems.contains(part), problems);
        assertTrue(problems.startsWith("/x.toml:"), problems);
        assertEquals(1, problems.lines().count(), problems);
    }

    @ParameterizedTest
    @CsvSource({"100ms, 100", "500ms, 500", "1.5s, 1500", "3m, 180000", "10m, 600000", "0.1s, 100", "0.05m, 3000"})
    void shouldReadDurationsWithAUnit(String written, long millis) throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, "[handler.a]\ndeadline = \"" + written + "\"");

        assertEquals(Duration.ofMillis(millis), policy(config, "a").deadline());
    }

    @ParameterizedTest
    @CsvSource({"dns:1.1.1.1, 53", "dns:1.1.1.1:53, 53", "dns:1.1.1.1:5353, 5353"})
    void shouldReadAProbe(String written, int port) throws Exception {
        AgentConfig config =
                ConfigLoader.parse(FILE, "[session]\nprobe = \"" + written + "\"\nprobe_interval = \"30s\"");

        AgentConfig.Probe probe = config.session().probe().orElseThrow();
        assertEquals(new java.net.InetSocketAddress("1.1.1.1", port), probe.server());
        assertEquals(Duration.ofSeconds(30), probe.interval());
        assertEquals(Duration.ofSeconds(10), probe.timeout());
    }

    @Test
    void shouldLetOpenBuiltInsAnswerAnyoneUnlessToldOtherwise() throws Exception {
        AgentConfig config = ConfigLoader.parse(
                FILE, "[handler.ping]\nqueue = 2\n[handler.echo]\nallow = []\n[handler.checkin]\nqueue = 2\n");

        assertEquals(List.of("anyone"), policy(config, "ping").allow());
        assertEquals(List.of(), policy(config, "echo").allow());
        assertEquals(List.of(), policy(config, "checkin").allow());
    }

    @Test
    void shouldNotCallAKeyUnknownBecauseItHasAMistakeOfItsOwn() {
        String problems = problemsOf("[handler.a]\nallow = [\"ops1\"]\n[key.ops1]\nalgorithm = \"EdDSA\"\n");

        assertEquals(
                "/x.toml:3:1: key.ops1.file: is missing, allowed is an absolute path of at most 1024 bytes", problems);
    }

    @Test
    void shouldReportSyntaxErrorsWithTheirPlace() {
        String problems = problemsOf("[modem]\nport = \nbaud = 1\nbaud = 2\n");

        assertTrue(problems.startsWith("/x.toml:2:8: "), problems);
        assertTrue(problems.contains("/x.toml:4:1: "), problems);
    }

    @Test
    void shouldKeepARouteOfUtf8TextAsItsBytes() throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, "[[route]]\nprefix = \"é{\"\nhandler = \"json\"\n");

        assertArrayEquals(
                "é{".getBytes(StandardCharsets.UTF_8), config.routes().get(0).prefix());
    }

    @Test
    void shouldNameTheFileAndTheNextStepWhenThereIsNone(@TempDir Path directory) {
        Path absent = directory.resolve("absent.toml");

        ConfigException thrown = assertThrows(ConfigException.class, () -> ConfigLoader.load(absent));

        assertEquals(
                absent + ": does not exist, write one with 'ipcommand config reference > " + absent
                        + "' or name another with --config",
                String.valueOf(thrown.getMessage()));
    }

    @Test
    void shouldRefuseADirectory(@TempDir Path directory) {
        ConfigException thrown = assertThrows(ConfigException.class, () -> ConfigLoader.load(directory));

        assertTrue(
                String.valueOf(thrown.getMessage()).contains("is not a regular file"),
                String.valueOf(thrown.getMessage()));
    }

    @Test
    void shouldRefuseAFileOverOneMebibyte(@TempDir Path directory) throws IOException {
        Path big = directory.resolve("big.toml");
        Files.writeString(big, "#".repeat(TomlFile.MAX_BYTES + 1));

        ConfigException thrown = assertThrows(ConfigException.class, () -> ConfigLoader.load(big));

        assertTrue(String.valueOf(thrown.getMessage()).contains("is over 1 MiB"), String.valueOf(thrown.getMessage()));
    }

    @Test
    void shouldTakeAFileOfExactlyOneMebibyte(@TempDir Path directory) throws Exception {
        Path big = directory.resolve("big.toml");
        Files.writeString(big, "#".repeat(TomlFile.MAX_BYTES));

        assertEquals(6969, ConfigLoader.load(big).listener().port());
    }

    @Test
    void shouldSayWhereAByteIsNotUtf8(@TempDir Path directory) throws IOException {
        Path latin = directory.resolve("latin.toml");
        Files.write(latin, "[device]\nname = \"caf\u00e9\"\n".getBytes(StandardCharsets.ISO_8859_1));

        ConfigException thrown = assertThrows(ConfigException.class, () -> ConfigLoader.load(latin));

        assertEquals(
                latin + ":2:12: a byte that is not UTF-8, save the file as UTF-8", String.valueOf(thrown.getMessage()));
    }

    @Test
    void shouldReadAFileWithAByteOrderMarkAndWindowsLineEnds() throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, "\uFEFF[listener]\r\nport = 7000\r\n");

        assertEquals(7000, config.listener().port());
    }

    @ParameterizedTest
    @CsvSource({"[, 20", "[, 100000", "{ a = , 5000"})
    void shouldSurviveAnyDepthOfNesting(String open, int times) {
        String problems = problemsOf("x = " + (open + " ").repeat(times));

        assertTrue(problems.startsWith("/x.toml:1:"), problems.substring(0, Math.min(200, problems.length())));
    }

    @Test
    void shouldBoundTheNumberOfProblemsItReports() {
        StringBuilder text = new StringBuilder("[modem]\n");
        for (int i = 0; i < 1000; i++) {
            text.append("x").append(i).append(" = 1\n");
        }

        List<String> lines = problemsOf(text.toString()).lines().toList();

        assertEquals(Problems.LIMIT + 1, lines.size());
        assertEquals("/x.toml: and 900 more problems", lines.get(Problems.LIMIT));
    }

    @Test
    void shouldNotRepeatControlCharactersOrLongValues() {
        String problems = problemsOf("[log]\nlevel = \"\\u001b[31m" + "x".repeat(500) + "\"\n");

        assertTrue(problems.contains("\"\\u001B[31mxxx"), problems);
        assertTrue(problems.length() < 250, problems);
    }

    private static HandlerPolicy policy(AgentConfig config, String name) {
        return Objects.requireNonNull(config.handlerPolicies().get(name), name);
    }

    private static String resource(String name) throws IOException {
        try (var in = ConfigLoaderTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
