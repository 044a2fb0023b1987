package dev.ipcommand.agent.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.connection.Dialects;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModemProbeTest {
    private static final String ICCID = "89883070000012345672";
    private static final AgentConfig.Modem SETTINGS = new AgentConfig.Modem("/dev/ttyUSB2", "auto", 115200);

    private final Map<String, String> answers = new HashMap<>(Map.ofEntries(
            Map.entry("ATI", "Quectel\nBG96\nRevision: BG96MAR02A07M1G"),
            Map.entry("AT+CGMI", "Quectel"),
            Map.entry("AT+CGMM", "BG96"),
            Map.entry("AT+CGMR", "BG96MAR02A07M1G"),
            Map.entry("AT+CGSN", "866425030000000"),
            Map.entry("AT+CPIN?", "+CPIN: READY"),
            Map.entry("AT+QCCID", "+QCCID: " + ICCID),
            Map.entry("AT+CEREG?", "+CEREG: 0,5"),
            Map.entry("AT+CGREG?", "+CGREG: 0,0"),
            Map.entry("AT+CREG?", "+CREG: 0,5"),
            Map.entry("AT+CSQ", "+CSQ: 21,99"),
            Map.entry("AT+CGPADDR=1", "+CGPADDR: 1,100.64.0.7"),
            Map.entry("AT+CGDCONT?", "+CGDCONT: 1,\"IP\",\"hologram\",\"0.0.0.0\",0,0"),
            Map.entry("AT+CPSMS?", "+CPSMS: 1,,,\"00000110\",\"00001010\""),
            Map.entry("AT+CEDRXS?", "+CEDRXS: 4,\"0010\"")));
    private final AnsweringPort port = new AnsweringPort(answers);

    private Facts.Modem ask() throws InterruptedException {
        return new ModemProbe(() -> port, AtClock.SYSTEM).ask(SETTINGS, Path.of("/dev/ttyUSB2"));
    }

    @Test
    void shouldTellWhatTheModemTells() throws InterruptedException {
        Facts.Modem modem = ask();

        assertEquals("", modem.silence());
        assertTrue(modem.asked());
        assertEquals("BG96", modem.tells().get(Name.MODEL));
        assertEquals("quectel", modem.tells().get(Name.DRIVER));
        assertEquals("yes", modem.tells().get(Name.SOCKETS));
        assertEquals("ready", modem.tells().get(Name.SIM));
        assertEquals("8988307", modem.tells().get(Name.ISSUER));
        assertEquals("ROAMING", modem.tells().get(Name.REGISTRATION));
        assertEquals("-71", modem.tells().get(Name.RSSI_DBM));
        assertEquals("hologram", modem.tells().get(Name.APN));
        assertEquals("100.64.0.7", modem.tells().get(Name.ADDRESS));
        assertEquals("PSM and eDRX", modem.tells().get(Name.SLEEP));
    }

    @Test
    void shouldTellNoIdentities() throws InterruptedException {
        String all = ask().toString();

        assertFalse(all.contains("866425030000000") || all.contains(ICCID) || all.contains("12345"), all);
    }

    /** What it calls itself goes to logs and terminals, and only ATI's place in the order says what a line is. */
    @Test
    void shouldTellNoIdentityThatStandsWhereAModelsNameIsExpected() throws InterruptedException {
        answers.remove("AT+CGMI");
        answers.remove("AT+CGMM");
        answers.put("ATI", "AC\u001b[2JME\nIMEI: 866425030000000");

        Facts.Modem modem = ask();

        assertFalse(modem.toString().contains("866425030000000"), modem.toString());
        assertTrue(modem.tells().get(Name.MODEL).startsWith("IMEI"), modem.toString());
    }

    @Test
    void shouldOnlyRead() throws InterruptedException {
        ask();

        List<String> writing = port.asked.stream()
                .filter(line -> !line.matches(
                        "AT|ATE0(?:V1|Q0)*|ATI|AT\\+CMEE=[12]|AT\\+[A-Z]+\\??|AT\\+CGPADDR=1|AT\\+CRSM=176,.*"))
                .toList();
        assertEquals(List.of(), writing);
    }

    @Test
    void shouldTellOfACardThatWantsItsPinAndGiveNone() throws InterruptedException {
        answers.put("AT+CPIN?", "+CPIN: SIM PIN");
        answers.put("AT+CPSMS?", "ERROR");
        answers.put("AT+CEDRXS?", "ERROR");

        Facts.Modem modem = ask();

        assertEquals("pin needed", modem.tells().get(Name.SIM));
        assertEquals("", modem.tells().get(Name.ISSUER));
        assertTrue(port.asked.stream().noneMatch(line -> line.startsWith("AT+CPIN=")));
    }

    /** Many a modem says only ERROR until it is asked for more: that the card is missing must be told all the same. */
    @Test
    void shouldTellOfACardThatIsMissing() throws InterruptedException {
        answers.put("AT+CPIN?", "+CME ERROR: 10");

        assertEquals("absent", ask().tells().get(Name.SIM));
    }

    /** Else the doctor says that it has no sockets. */
    @Test
    void shouldKnowTheModelsOfTheFiles() throws InterruptedException {
        answers.put("AT+CGMI", "ACME");
        answers.put("AT+CGMM", "RX100");
        answers.put("ATI", "ACME\nRX100");
        ModemProfile described = Dialects.profiles("quectel")
                .get(0)
                .change()
                .name("rx")
                .models("RX100")
                .build();

        Facts.Modem modem = new ModemProbe(() -> port, AtClock.SYSTEM)
                .ask(SETTINGS.with(List.of(described)), Path.of("/dev/ttyUSB2"));

        assertEquals("quectel", modem.tells().get(Name.DRIVER));
        assertEquals("yes", modem.tells().get(Name.SOCKETS));
    }

    @Test
    void shouldNotKnowWhetherAModemSleepsThatDoesNotTell() throws InterruptedException {
        answers.put("AT+CPSMS?", "ERROR");
        answers.put("AT+CEDRXS?", "+CME ERROR: 4");

        assertEquals("", ask().tells().get(Name.SLEEP));
    }

    @Test
    void shouldSayWhyNobodyAnswers() throws InterruptedException {
        ModemProbe probe = new ModemProbe(
                () -> {
                    throw new ModemException(ModemException.Kind.PORT_BUSY, "held by pid 7");
                },
                AtClock.SYSTEM);

        Facts.Modem modem = probe.ask(SETTINGS, Path.of("/dev/ttyUSB2"));

        assertEquals("held by pid 7", modem.silence());
        assertEquals("", modem.tells().get(Name.MODEL));
    }
}
