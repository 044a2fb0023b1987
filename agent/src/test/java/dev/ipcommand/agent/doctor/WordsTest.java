package dev.ipcommand.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.doctor.Telling.Name;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check says is true, and what it says to do helps. */
class WordsTest {
    private final Path directory;
    private final Scene scene = new Scene();

    WordsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Finding finding(String id) {
        return Checkup.of(scene.facts(directory)).stream()
                .filter(result -> result.check().id().equals(id))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    /** 27.007 §10.1.22 has 8 for EC-GSM-IoT, Quectel's manual for eMTC, and that is what its modems are on. */
    @ParameterizedTest
    @CsvSource({
        "quectel,  8, 'ROAMING, LTE Cat-M'",
        "generic,  8, 'ROAMING, EC-GSM-IoT'",
        "quectel,  9, 'ROAMING, NB-IoT'",
        "simcomca, 7, 'ROAMING, LTE'"
    })
    void shouldNameTheTechnologyAsTheModemMeansIt(String driver, String number, String said) {
        scene.tells.put(Name.DRIVER, driver);
        scene.tells.put(Name.ACCESS_TECHNOLOGY, number);

        assertEquals(said, finding("network.registered").found());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the PIN in /etc/pin was given twice and nobody heard what became of it; to try it once more, remove /var/lib/x/sim-pin",
                "SIM wants a PIN: /etc/pin cannot be read"
            })
    void shouldSayWhyThePinThatIsConfiguredIsNotGiven(String because) {
        scene.in("SIM_WAIT", because);
        scene.toml = "[sim]\npin_file = \"/etc/pin\"\n";
        scene.tells.put(Name.SIM, "pin needed");

        Finding found = finding("sim.pin");

        assertEquals(Verdict.PROBLEM, found.verdict());
        assertTrue(found.found().contains(because), found.found());
        assertFalse(found.next().contains("set sim.pin_file"), found.next());
    }

    /** Each rung enters the state anew, and no outage goes on for an agent that never had service: neither tells the time. */
    @ParameterizedTest
    @CsvSource({"false, WARNING", "true, PROBLEM"})
    void shouldNotCallItNormalWhenTheWholeLadderWasClimbed(boolean climbed, Verdict verdict) {
        scene.in("SEARCHING", "registration searching");
        scene.tells.put(Name.REGISTRATION, "SEARCHING");
        scene.alarm = climbed;

        assertEquals(verdict, finding("network.registered").verdict());
    }

    @Test
    void shouldSayHowAPinIsGivenIfNoneIsConfigured() {
        scene.in("SIM_WAIT", "SIM pin needed");
        scene.tells.put(Name.SIM, "pin needed");

        assertTrue(finding("sim.pin").next().contains("set sim.pin_file"));
    }
}
