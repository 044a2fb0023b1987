package dev.ipcommand.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.control.ModemReport;
import dev.ipcommand.agent.control.ModemReport.Reading;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.SimState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModemLookTest {
    private static final ModemView TOLD =
            new ModemView("M1", "fake", "busy", "", "DENIED", "-99", new ModemView.Network("9", "15", "-120"));

    private final long[] now = {0};
    private final AskedModem modem = new AskedModem();

    private ModemLook look(Duration soon) {
        return new ModemLook(() -> TOLD, () -> now[0], soon);
    }

    @Test
    void shouldReadEverythingFromAModemThatAnswers() throws Exception {
        ModemLook.Seen seen = look(Duration.ofSeconds(30)).at(modem, () -> "LISTENING");

        assertEquals(new ModemReport.Sim("ready", "8988307000000000001"), seen.sim());
        assertEquals(new ModemReport.Network("ROAMING", "LTE-M", "", "-71", ""), seen.network());
        assertEquals("127.0.0.1", seen.address());
        assertEquals(new Reading(true, 0, ""), seen.reading());
    }

    @Test
    void shouldNotAskACardThatIsNotReadyForItsNumber() throws Exception {
        modem.sim = SimState.PIN_NEEDED;

        ModemLook.Seen seen = look(Duration.ofSeconds(30)).at(modem, () -> "SIM_WAIT");

        assertEquals(new ModemReport.Sim("pin needed", ""), seen.sim());
        assertTrue(seen.reading().fresh());
    }

    @Test
    void shouldTellWhatItSawLastAndHowOldItIsIfTheModemFails() throws Exception {
        ModemLook look = look(Duration.ofSeconds(30));
        ModemLook.Seen before = look.at(modem, () -> "LISTENING");
        now[0] = Duration.ofSeconds(7).toNanos();
        modem.failing = new ModemException(ModemException.Kind.TIMEOUT, "AT+CPIN?: no answer");

        ModemLook.Seen seen = look.at(modem, () -> "LISTENING");

        assertEquals(before.sim(), seen.sim());
        assertEquals(before.network(), seen.network());
        assertEquals(new Reading(false, 7000, "the modem was asked in vain: AT+CPIN?: no answer"), seen.reading());
    }

    @Test
    void shouldGiveUpSoonAndSayWhatTheSessionDoesMeanwhile() throws Exception {
        modem.deaf = true;

        ModemLook.Seen seen = look(Duration.ofMillis(20)).at(modem, () -> "ACTIVATING since noon");

        assertEquals(
                new Reading(false, -1, "the modem gave no answer within 0.02 s: ACTIVATING since noon"),
                seen.reading());
        assertTrue(modem.interrupted.await(30, TimeUnit.SECONDS), "the look's thread lives on");
    }

    @Test
    void shouldTellWhatTheSessionKnowsForWantOfBetter() {
        ModemLook.Seen seen = look(Duration.ofSeconds(30)).last("the modem is not open");

        assertEquals(new ModemReport.Sim("busy", ""), seen.sim());
        assertEquals(new ModemReport.Network("DENIED", "NB-IoT", "15", "-99", "-120"), seen.network());
        assertEquals(new Reading(false, -1, "the modem is not open"), seen.reading());
    }
}
