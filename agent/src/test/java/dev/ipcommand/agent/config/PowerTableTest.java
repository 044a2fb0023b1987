package dev.ipcommand.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.power.PowerBoard;
import dev.ipcommand.modem.power.PowerBoards;
import dev.ipcommand.modem.power.PowerLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code [power]}, and the forms of {@code modem.port}. */
class PowerTableTest {
    private static final Path FILE = Path.of("/x.toml");

    private static Optional<PowerBoard> power(String text) throws ConfigException {
        return ConfigLoader.parse(FILE, "[power]\n" + text.replace("; ", "\n")).power();
    }

    private static String problems(String text) {
        return assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, text.replace("; ", "\n")))
                .problems()
                .stream()
                .map(ConfigProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldHaveNoBoardByDefault() throws Exception {
        assertTrue(power("").isEmpty());
    }

    @Test
    void shouldTakeEveryKnownBoardByItsName() throws Exception {
        for (PowerBoard board : PowerBoards.all()) {
            assertEquals(board, power("hat = \"" + board.name() + "\"").orElseThrow());
        }
    }

    @Test
    void shouldChangeSingleKeysOfAKnownBoard() throws Exception {
        PowerBoard known = PowerBoards.named("waveshare-sim7600x-hat").orElseThrow();

        PowerBoard board = power("hat = \"waveshare-sim7600x-hat\"; pwrkey_line = 4; pwrkey_active = \"low\"; "
                        + "pwrkey_off = \"2.5s\"; boot = \"25s\"")
                .orElseThrow();

        assertEquals(
                Optional.of(new PowerBoard.Key(
                        new PowerLine(4, Level.LOW),
                        known.pwrkey().orElseThrow().on(),
                        Duration.ofMillis(2500))),
                board.pwrkey());
        assertEquals(new PowerBoard.Times(Duration.ofSeconds(25), known.times().shutdown()), board.times());
    }

    @Test
    void shouldDescribeABoardLineByLine() throws Exception {
        PowerBoard board = power("reset_line = 7; reset_active = \"low\"; reset_pulse = \"300ms\"; cut_line = 8; "
                        + "cut_pulse = \"3s\"; status_line = 9")
                .orElseThrow();

        assertEquals(
                new PowerBoard(
                        "own lines",
                        Optional.empty(),
                        Optional.of(new PowerBoard.Pulse(new PowerLine(7, Level.LOW), Duration.ofMillis(300))),
                        Optional.of(new PowerBoard.Pulse(new PowerLine(8, Level.HIGH), Duration.ofSeconds(3))),
                        Optional.of(new PowerLine(9, Level.HIGH)),
                        new PowerBoard.Times(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                        "configuration"),
                board);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[power]; reset_line = 7|/x.toml:2:1: power.reset_line: stands without reset_pulse, allowed is both or none",
                "[power]; cut_pulse = \"3s\"|/x.toml:2:1: power.cut_pulse: stands without cut_line, allowed is both or none",
                "[power]; status_active = \"low\"|/x.toml:2:1: power.status_active: stands without status_line, allowed is both or none",
                "[power]; hat = \"sixfab-tracker-hat\"; reset_line = 24; reset_pulse = \"1s\"|/x.toml:2:1: power.hat: line 24 is reset and pwrkey, allowed is one use per line",
                "[power]; hat = \"sixfab-base-hat\"; [gpio.relay]; line = 26|/x.toml:2:1: power.hat: line 26 is cut and gpio.relay, allowed is one use per line"
            })
    void shouldSayWhatDoesNotFitTogether(String text, String expected) {
        assertEquals(expected, problems(text));
    }

    @Test
    void shouldNameTheBoardsThatAreKnown() {
        String problem = problems("[power]; hat = \"sixfab-base-hut\"");

        assertTrue(problem.contains("did you mean \"sixfab-base-hat\"?"), problem);
        PowerBoards.all().forEach(board -> assertTrue(problem.contains(board.name()), problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "none",
                "/dev/serial0",
                "/dev/serial/by-id/usb-Quectel_EG25-G-if02-port0",
                "usb:2c7c:0125",
                "usb:1bc7:1101:1",
                "by-path:1-1.2",
                "by-path:1-1.2:3"
            })
    void shouldTakeEveryFormOfAPort(String port) throws Exception {
        AgentConfig config = ConfigLoader.parse(FILE, "[modem]\nport = \"" + port + "\"");

        assertEquals(port, config.modem().port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttyUSB2", "usb:2c7c", "usb:2C7C:0125", "by-path:../../etc", "by-path:1-1.2:", ""})
    void shouldRefuseAnyOtherPort(String port) {
        String problem = problems("[modem]; port = \"" + port + "\"");

        assertTrue(problem.contains("\"usb:VID:PID\" or \"by-path:1-1.2\""), problem);
    }
}
