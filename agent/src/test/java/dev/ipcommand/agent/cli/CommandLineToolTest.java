package dev.ipcommand.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.ConfigReference;
import dev.ipcommand.agent.control.ControlOperations.Accepted;
import dev.ipcommand.agent.control.ControlServer;
import dev.ipcommand.agent.control.FakeOperations;
import dev.ipcommand.agent.control.StatusJson;
import dev.ipcommand.agent.control.StatusReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CommandLineToolTest {
    private final FakeOperations operations = new FakeOperations();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int execute(byte[] in, Map<String, String> environment, String... args) {
        return CommandLineTool.execute(
                args,
                new Surroundings(
                        new ByteArrayInputStream(in),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment));
    }

    private int execute(String... args) {
        return execute(new byte[0], Map.of(), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Path socket(Path directory) {
        return directory.resolve("s");
    }

    private static String config(Path directory) throws IOException {
        Path file = directory.resolve("ipcommand.toml");
        Files.writeString(file, "[control]\nsocket = \"" + socket(directory) + "\"\n");
        return file.toString();
    }

    @Test
    void shouldPrintAStatusForPeople(@TempDir Path directory) throws IOException {
        try (ControlServer server = ControlServer.start(socket(directory), operations);
                var expected = Objects.requireNonNull(CommandLineToolTest.class.getResourceAsStream("status.txt"))) {
            int code = execute("status", "--config", config(directory));

            assertEquals(new String(expected.readAllBytes(), StandardCharsets.UTF_8), out());
            assertEquals(0, code);
        }
    }

    @Test
    void shouldSayWhatAnAgentWithoutASessionWaitsFor() {
        StatusReport absent = new StatusReport(
                "1",
                "",
                new StatusReport.Session("ABSENT", "T1", "port gone", "the modem's port", "T2", ""),
                new StatusReport.Recovery("rung 6: resets the modem", "T3", true, 2),
                new StatusReport.Link("", "", false, "the interface hides behind NAT\u001b[2J"),
                new StatusReport.Modem("", "", "", "", ""),
                new StatusReport.Counters(0, 0, 0, 0, 0, 0),
                new StatusReport.Handlers(0, false),
                Map.of(),
                0,
                List.of());

        List<String> lines = StatusText.of(absent).lines().toList();

        assertEquals("state      ABSENT since T1", lines.get(0));
        assertEquals("address    none", lines.get(2));
        assertEquals("path       none", lines.get(3));
        assertEquals("waits for  the modem's port", lines.get(4));
        assertEquals("tries next T2", lines.get(5));
        assertTrue(lines.get(6).startsWith("recovery   ALARM"), lines.get(6));
        assertTrue(lines.get(6).endsWith("rung 6: resets the modem at T3"), lines.get(6));
        assertTrue(lines.contains("warning    the interface hides behind NAT?[2J"), lines.toString());
    }

    @Test
    void shouldPrintTheAgentsOwnJson(@TempDir Path directory) throws IOException {
        try (ControlServer server = ControlServer.start(socket(directory), operations)) {
            int code = execute("status", "--json", "--config", config(directory));

            assertEquals(FakeOperations.REPORT, StatusJson.read(out().getBytes(StandardCharsets.UTF_8)));
            assertEquals(0, code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "send --text x", "at AT", "modem"})
    void shouldSayInOneLineThatTheAgentIsNotRunning(String command, @TempDir Path directory) throws IOException {
        int code = execute(("--config " + config(directory) + " " + command).split(" ", -1));

        assertEquals(1, code);
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().contains(socket(directory).toString()), err());
        assertTrue(err().contains("ipcommand run"), err());
    }

    @Test
    void shouldSendATextAFileAndStandardInput(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("m"), new byte[1300]);
        try (ControlServer server = ControlServer.start(socket(directory), operations)) {
            Map<String, String> environment = Map.of("IPCOMMAND_CONFIG", config(directory));
            byte[] bytes = {0, 10, -1};

            assertEquals(0, execute(new byte[0], environment, "send", "--text", "grüß"), this::err);
            assertEquals(0, execute(new byte[0], environment, "send", "--file", file.toString()), this::err);
            assertEquals(0, execute(bytes, environment, "send"), this::err);
            assertEquals(0, execute(bytes, environment, "send", "--file", "-"), this::err);

            assertArrayEquals("grüß".getBytes(StandardCharsets.UTF_8), operations.sent.get(0));
            assertEquals(1300, operations.sent.get(1).length);
            assertArrayEquals(bytes, operations.sent.get(2));
            assertArrayEquals(bytes, operations.sent.get(3));
        }
    }

    @ParameterizedTest
    @CsvSource({"DURABLE, 0, ''", "FULL, 75, the outbox is full", "FAILED, 1, the disk refused"})
    void shouldTellByItsExitCodeWhetherTheMessageIsDurable(
            Accepted accepted, int code, String message, @TempDir Path directory) throws IOException {
        operations.accepted = accepted;
        try (ControlServer server = ControlServer.start(socket(directory), operations)) {
            assertEquals(code, execute("send", "--text", "x", "--config", config(directory)));
            assertTrue(err().contains(message), err());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, '0 bytes, a message has at least 1'", "1301, resource-exhausted: over the limit of 1300 bytes"})
    void shouldRefuseAMessageOfTheWrongSizeByName(int size, String message, @TempDir Path directory)
            throws IOException {
        int code = execute(new byte[size], Map.of(), "send", "--config", config(directory));

        assertEquals(2, code);
        assertTrue(err().contains(message), err());
        assertEquals(List.of(), operations.sent);
    }

    @Test
    void shouldCheckAConfiguration(@TempDir Path directory) throws IOException {
        assertEquals(0, execute("config", "check", "--config", config(directory)));
        assertEquals("ok", out().strip());

        Path wrong = Files.writeString(directory.resolve("wrong.toml"), "[modem]\nprot = 1\n[log]\nlevel = 1\n");
        assertEquals(2, execute("config", "check", "--config", wrong.toString()));
        assertEquals(2, err().lines().count(), err());
        assertTrue(err().startsWith(wrong + ":2:1: modem.prot: unknown key, did you mean port?"), err());
    }

    @Test
    void shouldSayWhatAProbeCosts(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("probe.toml"), "[session]\nprobe = \"dns:192.0.2.53\"\nprobe_interval = \"10m\"\n");

        assertEquals(0, execute("config", "check", "--config", file.toString()));

        // 30 days are 4320 times 10 minutes; 28 + 17 bytes there, 28 + 92 back.
        assertTrue(out().startsWith("session.probe: at most 4320 queries and 712800 bytes a month"), out());
        assertTrue(out().endsWith("ok\n"), out());
    }

    @Test
    void shouldPreferTheOptionToTheVariableAndTheVariableToTheDefault(@TempDir Path directory) throws IOException {
        Map<String, String> absent =
                Map.of("IPCOMMAND_CONFIG", directory.resolve("absent.toml").toString());

        assertEquals(0, execute(new byte[0], absent, "config", "check", "--config", config(directory)));
        assertEquals(2, execute(new byte[0], absent, "config", "check"));
        assertTrue(err().contains("absent.toml: does not exist"), err());
    }

    @Test
    void shouldPrintTheReference() {
        assertEquals(0, execute("config", "reference"));
        assertEquals(ConfigReference.text(), out());
    }

    @Test
    void shouldPrintItsVersion() {
        assertEquals(0, execute("version"));
        assertTrue(out().startsWith("ipcommand "), out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "nonsense",
                "status --nonsense",
                "status extra",
                "config",
                "config nonsense",
                "send --text a --file b",
                "send --text",
                "at",
                "at AT --timeout soon",
                "at AT --timeout 181s",
                "modem record",
                "modem record f --for 0s",
                "run"
            })
    void shouldCallBadUsageByItsExitCode(String args) {
        assertEquals(2, execute(args.split(" ", -1)), err());
        assertFalse(err().isBlank());
        assertFalse(err().contains("Exception"), err());
    }

    @Test
    void shouldAskForACommandWhenThereIsNone() {
        assertEquals(2, execute());
        assertTrue(err().contains("a command is missing"), err());
    }

    @ParameterizedTest
    @CsvSource({
        "--help, Exit codes",
        "config --help, reference",
        "status --help, --json",
        "send -h, --file",
        "at --help, --timeout",
        "modem --help, record",
        "modem record --help, --restart-session",
        "run --help, SIGTERM"
    })
    void shouldExplainEachCommand(String args, String part) {
        assertEquals(0, execute(args.split(" ", -1)), err());
        assertTrue(out().contains(part), out());
        assertTrue(out().contains("--config"), out());
    }

    @Test
    void shouldExplainEveryExitCodeInItsHelp() {
        execute("--help");

        for (ExitCode code : ExitCode.values()) {
            String line = "(?s).*\\R +" + code.number() + " +" + code.meaning() + "\\R.*";
            assertTrue(out().matches(line), out());
        }
    }
}
