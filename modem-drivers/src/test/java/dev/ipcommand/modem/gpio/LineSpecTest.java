package dev.ipcommand.modem.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineSpecTest {
    @Test
    void shouldTakeAnOutputAndAnInput() {
        assertEquals(
                new LineSpec("relay", 17, LineSpec.Direction.OUT, Level.HIGH, LineSpec.Pull.OFF),
                LineSpec.output("relay", 17, Level.HIGH));
        assertEquals(
                new LineSpec("door", 57, LineSpec.Direction.IN, Level.LOW, LineSpec.Pull.UP),
                LineSpec.input("door", 57, LineSpec.Pull.UP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Relay", "1st", "re lay", "rel\nay", "relay=1", "abcdefghijklmnopqrstu", "größe"})
    void shouldRefuseANameThatCannotStandInAReply(String name) {
        assertThrows(IllegalArgumentException.class, () -> LineSpec.output(name, 17, Level.LOW));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, OUT, LOW, OFF, 'relay: there is no BCM line -1, allowed: 0 to 57'",
        "58, OUT, LOW, OFF, 'relay: there is no BCM line 58, allowed: 0 to 57'",
        "17, OUT, LOW, UP, 'relay: a pull is for inputs, an output drives the line itself'",
        "17, IN, HIGH, OFF, 'relay: a safe level is for outputs, an input is never driven'",
    })
    void shouldSayWhichPartIsOutOfBounds(
            int line, LineSpec.Direction direction, Level safe, LineSpec.Pull pull, String problem) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new LineSpec("relay", line, direction, safe, pull));

        assertEquals(problem, refused.getMessage());
    }

    @Test
    void shouldTakeTheLongestNameWithinWhatTheKernelKeepsOfAConsumer() {
        String longest = "a".repeat(20);

        assertTrue(LineSpec.isName(longest));
        assertTrue(("ipcommand-" + longest).length() <= 31);
    }
}
