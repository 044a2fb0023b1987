package dev.ipcommand.modem.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PowerControlTest {
    private static final PowerBoard OWN = new PowerBoard(
            "own",
            Optional.of(
                    new PowerBoard.Key(new PowerLine(5, Level.LOW), Duration.ofMillis(600), Duration.ofMillis(800))),
            Optional.of(new PowerBoard.Pulse(new PowerLine(7, Level.HIGH), Duration.ofMillis(250))),
            Optional.of(new PowerBoard.Pulse(new PowerLine(8, Level.HIGH), Duration.ofSeconds(3))),
            Optional.empty(),
            new PowerBoard.Times(Duration.ofSeconds(10), Duration.ofSeconds(4)),
            "test");

    private final FakePins pins = new FakePins();
    private final List<String> warnings = new ArrayList<>();
    private final java.util.logging.Logger logger = java.util.logging.Logger.getLogger(PowerControl.class.getName());
    private final java.util.logging.Handler listener = new java.util.logging.Handler() {
        @Override
        public void publish(java.util.logging.LogRecord entry) {
            if (entry.getLevel().equals(java.util.logging.Level.WARNING)) {
                warnings.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
    }

    private PowerControl control(PowerBoard board) {
        return new PowerControl(board, pins, pins);
    }

    private static PowerBoard board(String name) {
        return PowerBoards.named(name).orElseThrow();
    }

    static List<PowerBoard> all() {
        return PowerBoards.all();
    }

    @ParameterizedTest
    @CsvSource({
        // board, action: which pin goes where when; a pin is at rest from the moment it is ours
        "sixfab-base-hat, CUT, '0ms 26=0, 0ms 26=1, 2000ms 26=0'",
        "waveshare-sim7600x-hat, ON, '0ms 6=0, 0ms 6=1, 2000ms 6=0'",
        "waveshare-sim7600x-hat, OFF, '0ms 6=0, 0ms 6=1, 3000ms 6=0'",
        "waveshare-sim7600x-hat, CYCLE, '0ms 6=0, 0ms 6=1, 3000ms 6=0, 21000ms 6=1, 23000ms 6=0'",
        "waveshare-sim7080g-hat, CYCLE, '0ms 4=0, 0ms 4=1, 1500ms 4=0, 6500ms 4=1, 7500ms 4=0'",
        "waveshare-sim7070g-hat, ON, '0ms 4=0, 0ms 4=1, 1000ms 4=0'"
    })
    void shouldDriveTheLinesOfABoard(String name, PowerAction action, String expected) throws Exception {
        assertEquals(PowerResult.DONE, control(board(name)).perform(action));

        assertEquals(expected, String.join(", ", pins.log()));
    }

    @Test
    void shouldDriveActiveLowLinesTheOtherWayAndGiveTheSupplyBeforeTheKey() throws Exception {
        PowerControl control = control(OWN);

        assertEquals(PowerResult.DONE, control.perform(PowerAction.ON));
        assertEquals(List.of("0ms 8=0", "0ms 5=1", "0ms 5=0", "600ms 5=1"), pins.log());
    }

    @Test
    void shouldResetAndWaitForTheBoot() throws Exception {
        PowerControl control = control(OWN);

        assertEquals(PowerResult.DONE, control.perform(PowerAction.RESET));
        assertEquals(PowerResult.DONE, control.perform(PowerAction.RESET));

        assertEquals(List.of("0ms 8=0", "0ms 7=0", "0ms 7=1", "250ms 7=0", "10250ms 7=1", "10500ms 7=0"), pins.log());
        assertEquals(1, pins.opened(), "a line is kept");
    }

    @Test
    void shouldPressTheKeyAfterACut() throws Exception {
        assertEquals(PowerResult.DONE, control(OWN).perform(PowerAction.CUT));

        assertEquals(List.of("0ms 8=0", "0ms 8=1", "3000ms 8=0", "4000ms 5=1", "4000ms 5=0", "4600ms 5=1"), pins.log());
    }

    @Test
    void shouldNotPressTheKeyOfAModemThatDoesAsWishedAlready() throws Exception {
        PowerControl control = control(board("sixfab-cellular-iot-hat"));
        pins.setInput(23, Level.LOW);
        assertEquals(PowerResult.DONE, control.perform(PowerAction.ON));

        pins.setInput(23, Level.HIGH);
        assertEquals(PowerResult.DONE, control.perform(PowerAction.OFF));

        assertEquals(List.of(), pins.log());
    }

    @Test
    void shouldPressAgainUntilStatusAgrees() throws Exception {
        PowerControl control = control(board("sixfab-cellular-iot-hat"));
        pins.setInput(23, Level.HIGH);
        int[] pauses = {0};
        pins.onPause(() -> {
            if (++pauses[0] == 4) {
                pins.setInput(23, Level.LOW);
            }
        });

        assertEquals(PowerResult.DONE, control.perform(PowerAction.ON));

        assertEquals(
                List.of("0ms 17=0", "0ms 24=0", "0ms 24=1", "2000ms 24=0", "7000ms 24=1", "9000ms 24=0"), pins.log());
    }

    @Test
    void shouldSaySoWhenTheModemDoesNotFollow() throws Exception {
        PowerControl control = control(board("sixfab-tracker-hat"));
        pins.setInput(23, Level.HIGH);

        assertEquals(PowerResult.NOT_CONFIRMED, control.perform(PowerAction.ON));

        assertEquals(
                3, pins.log().stream().filter(entry -> entry.endsWith(" 24=1")).count());
        assertEquals(1, warnings.size(), warnings.toString());
    }

    @Test
    void shouldRefuseWhatTheBoardHasNoLineFor() throws Exception {
        assertEquals(PowerResult.NO_LINE, control(board("sixfab-base-hat")).perform(PowerAction.RESET));
        assertEquals(0, pins.opened());
    }

    @Test
    void shouldWorkWithoutGpioAndSaySoOnce() throws Exception {
        PowerControl control = control(OWN);
        pins.setMissing("there is no /dev/gpiochipN");

        assertEquals(PowerResult.NO_GPIO, control.perform(PowerAction.RESET));
        assertEquals(PowerResult.NO_GPIO, control.perform(PowerAction.CUT));
        assertEquals("there is no /dev/gpiochipN", control.problem());
        assertEquals(1, warnings.size(), warnings.toString());

        pins.setMissing("");
        assertEquals(PowerResult.DONE, control.perform(PowerAction.RESET));
        assertEquals("", control.problem());
    }

    @Test
    void shouldLeaveEveryLineAtRestWhenInterrupted() {
        pins.interruptAfter(0);

        assertThrows(InterruptedException.class, () -> control(OWN).perform(PowerAction.CUT));

        assertEquals(List.of("0ms 8=0", "0ms 8=1", "0ms 8=0"), pins.log());
    }

    @Test
    void shouldReleaseEveryLineWhenOneFails() throws Exception {
        PowerControl control = control(OWN);
        pins.setBroken(5);

        assertEquals(PowerResult.NO_GPIO, control.perform(PowerAction.CUT));

        assertEquals("released", pins.log().get(pins.log().size() - 1));
        assertEquals(Level.LOW, pins.output(8));
        pins.setBroken(-1);
        assertEquals(PowerResult.DONE, control.perform(PowerAction.CUT));
    }

    @Test
    void shouldGiveTheLinesBackWhenClosedAndTakeNoneAfterwards() throws Exception {
        PowerControl control = control(OWN);
        control.perform(PowerAction.RESET);

        control.close();
        control.close();

        assertEquals(1, pins.log().stream().filter("released"::equals).count());
        assertEquals(PowerResult.NO_GPIO, control.perform(PowerAction.RESET));
        assertEquals(1, pins.opened());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNameEveryBoardOnceWithItsSourceAndWithLinesThatExist(PowerBoard board) {
        assertTrue(board.name().matches("[a-z0-9-]{1,40}"), board.name());
        assertFalse(board.source().isBlank());
        assertFalse(board.actions().isEmpty());
        List<Integer> lines = new ArrayList<>();
        board.pwrkey().ifPresent(key -> lines.add(key.line().line()));
        board.reset().ifPresent(pulse -> lines.add(pulse.line().line()));
        board.cut().ifPresent(pulse -> lines.add(pulse.line().line()));
        board.status().ifPresent(line -> lines.add(line.line()));
        Set<Integer> once = new HashSet<>(lines);

        assertEquals(once.size(), lines.size(), "one use per line");
        lines.forEach(
                line -> assertEquals(line, LineSpec.output("a", line, Level.LOW).line()));
        assertEquals(
                1,
                PowerBoards.all().stream()
                        .filter(other -> other.name().equals(board.name()))
                        .count());
    }

    @Test
    void shouldRefuseTimesThatWouldHoldAModemForEver() {
        PowerLine line = new PowerLine(5, Level.HIGH);

        assertThrows(IllegalArgumentException.class, () -> new PowerBoard.Pulse(line, Duration.ofSeconds(31)));
        assertThrows(IllegalArgumentException.class, () -> new PowerBoard.Pulse(line, Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PowerBoard.Times(Duration.ofMinutes(3), Duration.ofSeconds(1)));
    }
}
