package dev.ipcommand.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.connection.ModemSettings;
import dev.ipcommand.modem.trace.ReplayPort;
import dev.ipcommand.modem.trace.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModemFilesTest {
    private static final String HEAD = "dialect = \"quectel\"\nname = \"x\"\nmodels = \"X1\"\n";

    private Path profiles;
    private Path configuration;

    @BeforeEach
    void shouldHaveADirectory(@TempDir Path directory) throws Exception {
        profiles = Files.createDirectory(directory.resolve("modems.d"));
        configuration =
                Files.writeString(directory.resolve("ipcommand.toml"), "[modem]\nprofiles = \"" + profiles + "\"\n");
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(profiles.resolve(name), text);
    }

    private List<ModemProfile> load() throws Exception {
        return ConfigLoader.loadWithModels(configuration).modem().profiles();
    }

    private String problems() {
        return String.valueOf(assertThrows(ConfigException.class, this::load).getMessage());
    }

    @Test
    void shouldNeedNoDirectory() throws Exception {
        Files.delete(profiles);

        assertEquals(List.of(), load());
    }

    @Test
    void shouldReadTheFilesInTheOrderOfTheirNamesAndNothingElse() throws Exception {
        file("20-b.toml", HEAD.replace("\"x\"", "\"second\""));
        file("10-a.toml", HEAD.replace("\"x\"", "\"first\""));
        file("README", "no profile");
        file(".30-c.toml", "no profile");

        assertEquals(
                List.of("first", "second"),
                load().stream().map(ModemProfile::name).toList());
    }

    @Test
    void shouldTakeWhatIsSaidAndKeepTheRestOfTheBase() throws Exception {
        file(
                "x.toml",
                """
                dialect = "quectel"
                base = "ec2x"
                name = "eg800"
                models = "EG800[A-Z]*"
                pushes_datagrams = false
                urc_port = "uart1"
                iccid = ["AT+ICCID"]
                init = ["AT+QCFG=\\"nwscanmode\\",0,1"]
                restart = ["AT+QRST=1,0"]
                boot = "25s"
                gap = "50ms"
                usb = ["2c7c:0900:2", "2c7c:0901:3"]
                [times]
                activate = "100s"
                input_window = "4s"
                [[repair]]
                setting = "+QSCLK"
                harmful = [1, 2]
                instead = 0
                """);

        ModemProfile read = load().get(0);

        assertEquals("quectel/eg800", read.toString());
        assertTrue(read.fits(new ModemIdentity("Quectel", "eg800k-eu", "", "")));
        assertFalse(read.fits(new ModemIdentity("Quectel", "EG91", "", "")));
        assertFalse(read.pushesDatagrams());
        assertEquals(ModemProfile.UrcPorts.all("uart1"), read.urcPorts());
        assertEquals(List.of("AT+ICCID"), read.iccidCommands());
        assertEquals(List.of("AT+QCFG=\"nwscanmode\",0,1"), read.extraInit());
        assertEquals(List.of("AT+QRST=1,0"), read.restartCommands());
        assertEquals(Duration.ofSeconds(25), read.bootTime());
        assertEquals(Duration.ofMillis(50), read.commandGap());
        assertEquals(
                List.of(new ModemProfile.UsbInterface("2c7c:0900", 2), new ModemProfile.UsbInterface("2c7c:0901", 3)),
                read.usb());
        assertEquals(Duration.ofSeconds(100), read.patience(Patience.ACTIVATE));
        assertEquals(Duration.ofSeconds(4), read.patience(Patience.INPUT_WINDOW));
        assertEquals(List.of(new ModemProfile.Repair("+QSCLK", Set.of(1, 2), 0)), read.repairs());
        // as ec2x has them
        assertEquals(Duration.ofSeconds(40), read.patience(Patience.DEACTIVATE));
        assertEquals(List.of("AT+COPS=0,2", "AT+COPS=0"), read.searchCommands());
        assertEquals(List.of("AT+QPOWD=1", "AT+QPOWD"), read.powerOffCommands());
    }

    /** With the place, the key, what was found and what is allowed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "models = \"(\"                | 4:1: models: \"(\" cannot be read: Unclosed group at character",
                "models = \"\"                 | 4:1: models: \"\" is 0 characters long, allowed is a regular",
                "base = \"sim7600\"            | 4:1: base: \"sim7600\" is not known, allowed for quectel is \"bg9x\" or \"ec2x\" or \"quectel\"",
                "bse = \"ec2x\"                | 4:1: bse: unknown key, did you mean base?",
                "init = [\"AT+X;+CFUN=0\"]     | 4:1: init: \"AT+X;+CFUN=0\" is not one, allowed is a list of at most 16 command",
                "init = [\"AT+X\\r\\nAT+Y\"]   | 4:1: init: \"AT+X",
                "init = [\"+CFUN=0\"]          | 4:1: init: \"+CFUN=0\" is not one",
                "init = [\"AT\"]               | 4:1: init: \"AT\" is not one",
                "init = [\"AT+Ä\"]             | 4:1: init: \"AT+Ä\" is not one",
                "init = \"AT+X\"               | 4:1: init: \"AT+X\" is a text, allowed is a list",
                "init = [1]                    | 4:1: init: an element is not a text",
                "search = []                   | 4:1: search: is empty, allowed is at least one command",
                "boot = \"25\"                 | 4:1: boot: \"25\" is not a time with a unit",
                "boot = \"1h\"                 | 4:1: boot: \"1h\" is out of range",
                "gap = \"3s\"                  | 4:1: gap: \"3s\" is out of range",
                "usb = \"2C7C:0900:2\"         | 4:1: usb: \"2C7C:0900:2\" is not one, allowed is",
                "usb = \"2c7c:0900\"           | 4:1: usb: \"2c7c:0900\" is not one",
                "urc_port = \"a,b\"            | 4:1: urc_port: \"a,b\" is not one",
                "pushes_datagrams = 1          | 4:1: pushes_datagrams: 1 is an integer, allowed is true or false",
                "times.activate = \"1ms\"      | 4:1: times.activate: \"1ms\" is out of range",
                "times.activat = \"1s\"        | 4:1: times.activat: unknown key, did you mean activate?",
                "times = 1                     | 4:1: times: is an integer, allowed is a table [times]",
                "repair = 1                    | 4:1: repair: is an integer, allowed are tables",
                "[[repair]]                    | 4:1: repair.setting: is missing"
            })
    void shouldTellEveryProblemWithItsPlace(String line, String problem) throws Exception {
        boolean own = line.startsWith("models");
        Path file = file("x.toml", (own ? HEAD.replaceAll("models.*", "#") : HEAD) + line + "\n");

        String told = problems();

        assertTrue(told.contains(file + ":" + problem), told);
    }

    @Test
    void shouldTellWhatIsMissingAllAtOnce() throws Exception {
        file("x.toml", "boot = \"x\"\n");

        assertEquals(
                4, assertThrows(ConfigException.class, this::load).problems().size());
        for (String key : List.of("dialect: is missing", "name: is missing", "models: is missing", "boot: ")) {
            assertTrue(problems().contains(key), problems());
        }
    }

    @Test
    void shouldNotTakeAFileThatOthersCanChange() throws Exception {
        Path file = file("x.toml", HEAD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertTrue(problems().contains("others may write to it; type: chmod go-w " + file), problems());
    }

    @Test
    void shouldNotTakeADirectoryThatOthersCanChange() throws Exception {
        file("x.toml", HEAD);
        Files.setPosixFilePermissions(profiles, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(problems().contains("chmod go-w " + profiles), problems());
    }

    /** Who asks an agent for its status need not be allowed to read them. */
    @Test
    void shouldLeaveTheFilesAloneForThoseWhoDriveNoModem() throws Exception {
        file("x.toml", "nonsense");

        assertEquals(List.of(), ConfigLoader.load(configuration).modem().profiles());
        Files.writeString(configuration, "[modem]\nport = \"none\"\nprofiles = \"" + profiles + "\"\n");
        assertEquals(List.of(), load());
    }

    // ---- the example

    @Test
    void shouldShipAnExampleThatChangesNothingOfItsBase() throws Exception {
        Path example = Path.of("../config/modems.d/example.toml");

        ModemProfile read = ModemFiles.read(example);

        assertTrue(read.fits(new ModemIdentity("Quectel", "EG800K", "", "")));
        assertEquals(Duration.ofSeconds(20), read.bootTime());
    }

    /** Every key, as it stands there behind its #. */
    @Test
    void shouldNameEveryKeyInTheExampleWithAValueThatIsAllowed() throws Exception {
        String text = Files.readString(Path.of("../config/modems.d/example.toml"))
                .replaceAll("(?m)^#((?:\\[\\[)?[a-z_]+(?: = |\\]\\]$))", "$1");
        for (String key : ModemFileSettings.KEYS) {
            assertTrue(text.matches("(?s).*\\n\\[*" + key + "(?: = |\\]).*"), key);
        }
        for (Patience what : Patience.values()) {
            assertTrue(text.contains("\n" + what.key() + " = "), what.key());
        }

        ModemProfile read = ModemFiles.read(file("all.toml", text));

        assertEquals(List.of(new ModemProfile.UsbInterface("2c7c:0900", 2)), read.usb());
        assertEquals(List.of(new ModemProfile.Repair("+CSCLK", Set.of(1, 2), 0)), read.repairs());
    }

    // ---- a model that nobody knew

    private static final List<String> XYZ900 = List.of(
            "A > AT+CGMM\\r",
            "A < \\r\\nXYZ900\\r\\n\\r\\nOK\\r\\n",
            "A > AT+CGMI\\r",
            "A < \\r\\nACME\\r\\n\\r\\nOK\\r\\n",
            "A > AT+CNACT?\\r",
            "A < \\r\\n+CNACT: 0,1,\"100.72.14.9\"\\r\\n\\r\\nOK\\r\\n",
            "A > AT+CASERVER=0,0,\"UDP\",6969,1\\r",
            "A < \\r\\n+CASERVER: 0,0\\r\\n\\r\\nOK\\r\\n",
            "A < \\r\\n+CAURC: \"recv\",0,4,100.64.0.1,6767\\r\\nping",
            "A > AT+CACFG=\"REMOTEADDR\",0,100.64.0.1,6767\\r",
            "A < \\r\\nOK\\r\\n",
            "A > AT+CASEND=0,4\\r",
            "A < \\r\\n>",
            "A > pong",
            "A < \\r\\nOK\\r\\n");

    @Test
    void shouldBringUpANewModelOfAKnownDialectByAFileAlone() throws Exception {
        file("xyz.toml", "dialect = \"simcomca\"\nname = \"xyz900\"\nmodels = \"^ACME XYZ9\"\nboot = \"7s\"\n");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        ModemSettings settings = new ModemSettings("/dev/null", "auto", 115_200, load());

        try (Modem modem =
                ModemConnection.open(() -> new ReplayPort(Transcript.parse(XYZ900)), settings, AtClock.SYSTEM)) {
            assertEquals("simcomca", modem.driver());
            assertEquals(Duration.ofSeconds(7), modem.bootTime());
            assertEquals("100.72.14.9", modem.activate().getHostAddress());
            UdpEndpoint endpoint = modem.openUdp(
                    6969, (payload, source) -> received.add(new String(payload, StandardCharsets.US_ASCII)));
            assertEquals("ping", received.poll(30, TimeUnit.SECONDS));
            InetSocketAddress gateway =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {100, 64, 0, 1}), 6767);
            assertEquals(UdpEndpoint.Outcome.SENT, endpoint.send(gateway, "pong".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void shouldDriveThatModelAsAnyModemWithoutTheFile() throws Exception {
        try (Modem modem = ModemConnection.open(
                () -> new ReplayPort(Transcript.parse(XYZ900)),
                new ModemSettings("/dev/null", "auto", 115_200, load()),
                AtClock.SYSTEM)) {
            assertEquals("generic", modem.driver());
        }
    }
}
