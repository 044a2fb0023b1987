package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimPinTest {
    @TempDir
    Path directory = Path.of("");

    private final FakeModem modem = new FakeModem();
    private Path file = Path.of("");

    @BeforeEach
    void writePin() throws IOException {
        file = directory.resolve("pin");
        write("1234\n");
        modem.pin = "1234";
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** As after a restart of the agent: nothing is kept in memory. */
    private SessionEvent give() throws Exception {
        return new SimPin(file, directory).give(modem);
    }

    @Test
    void shouldGiveThePinAtEachStartOfTheCard() throws Exception {
        for (int start = 0; start < 5; start++) {
            SessionEvent told = give();
            assertEquals(Trigger.SIM_PENDING, told.trigger());
            assertFalse(told.detail().contains("1234"), told.detail());
        }
        assertEquals(5, modem.calls.size());
    }

    @Test
    void shouldNeverGiveARefusedPinAgainEvenIfAnotherWasTriedBetween() throws Exception {
        modem.pin = "9999";
        assertEquals(Trigger.SIM_LOCKED, give().trigger());
        assertEquals(Trigger.SIM_LOCKED, give().trigger());
        write("5678");
        assertEquals(Trigger.SIM_LOCKED, give().trigger());
        write("1234");
        SessionEvent last = give();

        assertEquals(Trigger.SIM_LOCKED, last.trigger());
        assertTrue(last.detail().contains(file.toString()), last.detail());
        assertEquals(List.of("enterPin 1234", "enterPin 5678"), modem.calls);
    }

    @Test
    void shouldTakeTheRightOneOnceItIsThere() throws Exception {
        modem.pin = "5678";
        give();
        write("5678");

        assertEquals(Trigger.SIM_PENDING, give().trigger());
        write("1234");
        assertEquals(Trigger.SIM_LOCKED, give().trigger());
        assertEquals(List.of("enterPin 1234", "enterPin 5678"), modem.calls);
    }

    /** Power went, or the modem fell silent, between the command and its answer. */
    @Test
    void shouldRepeatATryWithoutAnOutcomeOnceAndNotMore() throws Exception {
        modem.failing = new ModemException(ModemException.Kind.TIMEOUT, "no answer");
        assertThrows(ModemException.class, this::give);
        assertThrows(ModemException.class, this::give);

        SessionEvent told = give();

        assertEquals(Trigger.SIM_LOCKED, told.trigger());
        assertTrue(told.detail().contains("sim-pin"), told.detail());
        assertEquals(2, modem.calls.size());
    }

    @Test
    void shouldForgetATryWithoutAnOutcomeOnceTheCardIsOpen() throws Exception {
        modem.failing = new ModemException(ModemException.Kind.TIMEOUT, "no answer");
        assertThrows(ModemException.class, this::give);
        modem.failing = null;

        new SimPin(file, directory).forgetTries();

        assertEquals("", Files.readString(directory.resolve("sim-pin")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "123456789", "12a4", "1234 5678", "1234\"\r+CFUN=0"})
    void shouldGiveNothingThatIsNoPin(String text) throws Exception {
        write(text);

        assertEquals(Trigger.SIM_LOCKED, give().trigger());
        assertEquals(List.of(), modem.calls);
    }

    @Test
    void shouldGiveNothingThatOthersMayRead() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SessionEvent told = give();

        assertTrue(told.detail().contains("chmod 600"), told.detail());
        assertEquals(List.of(), modem.calls);
    }

    @Test
    void shouldGiveNothingWhatCannotBeNotedFirst() throws Exception {
        SessionEvent told = new SimPin(file, directory.resolve("missing")).give(modem);

        assertEquals(Trigger.SIM_LOCKED, told.trigger());
        assertEquals(List.of(), modem.calls);
    }
}
