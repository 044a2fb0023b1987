package dev.ipcommand.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.control.ControlServer;
import dev.ipcommand.agent.control.FakeDesk;
import dev.ipcommand.agent.control.FakeOperations;
import dev.ipcommand.agent.control.ModemDesk.AtAnswer;
import dev.ipcommand.agent.control.ModemDesk.Piece;
import dev.ipcommand.agent.control.ModemDesk.Result;
import dev.ipcommand.agent.control.ModemJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ipcommand at}, {@code modem} and {@code modem record} against a desk that says what the test tells it to. */
@Timeout(60)
class ModemCommandsTest {
    @TempDir
    Path directory = Path.of("set by JUnit");

    private final FakeOperations operations = new FakeOperations();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private AutoCloseable server = () -> {};

    @BeforeEach
    void start() throws IOException {
        server = ControlServer.start(directory.resolve("s"), operations);
        Files.writeString(directory.resolve("c.toml"), "[control]\nsocket = \"" + directory.resolve("s") + "\"\n");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private int execute(String... args) {
        return CommandLineTool.execute(
                args,
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("IPCOMMAND_CONFIG", directory.resolve("c.toml").toString())));
    }

    private List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldPrintInformationTextAndFinalResult() {
        assertEquals(0, execute("at", "--timeout", "3s", "AT+CSQ"), this::err);
        assertEquals(0, execute("at", "--force", "AT+CFUN=0"), this::err);

        assertEquals(List.of("+CSQ: 22,99", "OK"), out().subList(0, 2));
        assertEquals(List.of("AT+CSQ 3000", "AT+CFUN=0 forced 10000"), operations.desk.asked);
    }

    @ParameterizedTest
    @CsvSource({"OK, 0", "ERROR, 4", "TIMEOUT, 5", "REFUSED, 6", "NO_MODEM, 7", "BUSY, 8"})
    void shouldTellByItsExitCodeWhatBecameOfTheLine(Result result, int code) {
        operations.desk.answer = AtAnswer.without(result, "because of " + result);

        assertEquals(code, execute("at", "AT+CSQ"));
        assertEquals("ipcommand at: because of " + result, err().strip());
    }

    @Test
    void shouldPrintTheAnswerAsJson() {
        assertEquals(0, execute("at", "--json", "AT+CSQ"), this::err);

        assertEquals(
                List.of("{\"result\":\"ok\",\"final\":\"OK\",\"message\":\"\",\"lines\":[\"+CSQ: 22,99\"]}"), out());
    }

    @Test
    void shouldPrintTheModemForPeopleWithTheAgeOfWhatItSays() {
        assertEquals(0, execute("modem"), this::err);

        assertEquals(
                List.of(
                        "modem      Quectel, BG96, BG96MAR02A07M1G",
                        "imei       356938035643809",
                        "driver     quectel, profile bg",
                        "port       /dev/ttyUSB2",
                        "sim        ready",
                        "iccid      8988307000000000001",
                        "network    DENIED, LTE, reject cause 15",
                        "signal     RSSI -71 dBm, RSRP -101 dBm",
                        "address    100.64.3.7",
                        "path       embedded",
                        "session    LISTENING since T1",
                        "channel    1 timeouts (2 in a row), 3 fences, 4 reopenings, 5 stray lines,"
                                + " dropped 6 lines and 7 URCs",
                        "read       61 s ago; the modem is busy"),
                out());
    }

    @Test
    void shouldPrintTheModemAsJson() throws IOException {
        assertEquals(0, execute("modem", "--json"), this::err);

        assertEquals(FakeDesk.REPORT, ModemJson.readReport(out.toByteArray()));
    }

    @Test
    void shouldWriteWhatComesUntilTheAgentEndsItAndFetchTheRest() throws IOException {
        operations.desk.pieces = List.of(
                        new Piece(List.of("R > AT\\r"), 0, true),
                        new Piece(List.of(), 7, false),
                        new Piece(List.of("R < \\r\\nOK\\r\\n"), 7, false),
                        new Piece(List.of(), 7, false))
                .iterator();
        Path file = directory.resolve("t.txt");

        assertEquals(0, execute("modem", "record", "--restart-session", file.toString()), this::err);

        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(0).startsWith("# Recorded by ipcommand modem record of agent 1.2.3, "), lines.get(0));
        assertEquals(
                List.of("R > AT\\r", "R < \\r\\nOK\\r\\n", "# 7 bytes could not be kept"),
                lines.subList(1, lines.size()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("start true", "take", "take", "stop", "stop"), operations.desk.asked);
        assertTrue(err().contains("7 bytes dropped"), err());
    }

    @Test
    void shouldNeverTouchAFileThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("t.txt"), "precious");

        assertEquals(2, execute("modem", "record", file.toString()));

        assertEquals("precious", Files.readString(file));
        assertFalse(operations.desk.asked.contains("start false"), operations.desk.asked.toString());
    }

    @Test
    void shouldSayWhyItCannotRecordAndLeaveNoFile() {
        operations.desk.problem = "somebody records already";

        assertEquals(1, execute("modem", "record", directory.resolve("t.txt").toString()));

        assertTrue(err().contains("somebody records already"), err());
        assertFalse(Files.exists(directory.resolve("t.txt")));
    }
}
