package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.BUSY;
import static dev.ipcommand.modem.driver.generic.ToldModem.OK;
import static dev.ipcommand.modem.driver.generic.ToldModem.SILENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.driver.ModemDriver;
import dev.ipcommand.modem.driver.quectel.QuectelDriver;
import dev.ipcommand.modem.driver.simcomca.SimcomCaDriver;
import dev.ipcommand.modem.driver.simcomcip.SimcomCipDriver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rung of the recovery ladder and the SIM's PIN ask of a modem. */
class RungCommandsTest {
    private static final List<ModemDriver> DRIVERS =
            List.of(new GenericDriver(), new QuectelDriver(), new SimcomCipDriver(), new SimcomCaDriver());

    private final ToldModem peer = ToldModem.generic();

    private static ToldModem modem(String driver, String maker, String model) {
        ModemDriver known = DRIVERS.stream()
                .filter(one -> one.name().equals(driver))
                .findFirst()
                .orElseThrow();
        return new ToldModem(known, maker, model);
    }

    // ---- attaching anew

    @ParameterizedTest
    @ValueSource(strings = {OK, "\r\nERROR\r\n", "\r\n+CME ERROR: 148\r\n"})
    void shouldAttachWhateverBecameOfDetaching(String detached) throws Exception {
        peer.answers("AT+CGATT=0", detached).answers("AT+CGATT=1", OK);

        peer.modem().reattach();

        assertEquals(List.of("AT+CGATT=0", "AT+CGATT=1"), peer.heard());
    }

    @Test
    void shouldAttachThoughDetachingIsNotAnswered() {
        peer.answers("AT+CGATT=0", SILENCE).answers("AT+CGATT=1", OK);

        ModemException silent =
                assertThrows(ModemException.class, () -> peer.modem().reattach());

        assertEquals(ModemException.Kind.TIMEOUT, silent.kind());
        assertEquals(List.of("AT+CGATT=0", "AT+CGATT=1"), peer.heard());
    }

    @Test
    void shouldTellThatAttachingIsRefused() {
        peer.answers("AT+CGATT=0", OK).answers("AT+CGATT=1", "\r\n+CME ERROR: 107\r\n");

        assertEquals(
                ModemException.Kind.REFUSED,
                assertThrows(ModemException.class, () -> peer.modem().reattach())
                        .kind());
    }

    // ---- the PIN

    @Test
    void shouldGiveTheCardItsPinOnce() throws Exception {
        peer.answers("AT+CPIN=\"1234\"", OK);

        assertTrue(peer.modem().enterPin("1234"));
        assertEquals(List.of("AT+CPIN=\"1234\""), peer.heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CME ERROR: 16",
                "+CME ERROR: incorrect password",
                "+CME ERROR: 12",
                "+CME ERROR: SIM PUK required",
                "+CME ERROR: 3",
                "ERROR"
            })
    void shouldTellThatTheCardRefusedThePinAndNotTryAgain(String answer) throws Exception {
        peer.answers("AT+CPIN=\"1234\"", "\r\n" + answer + "\r\n");

        assertFalse(peer.modem().enterPin("1234"));
        assertEquals(1, peer.heard().size());
    }

    /** In no message: of a busy card, of silence, of an echo among the last lines. */
    @ParameterizedTest
    @ValueSource(strings = {BUSY, "\r\n+CME ERROR: SIM busy\r\n", SILENCE, "AT+CPIN=\"4711\"\r\n\r\n4711\r\n" + BUSY})
    void shouldShowThePinNowhere(String answer) {
        peer.answers("AT+CPIN=\"4711\"", answer);

        ModemException failed =
                assertThrows(ModemException.class, () -> peer.modem().enterPin("4711"));

        String shown = failed + " " + failed.getCause();
        assertFalse(shown.contains("4711"), shown);
        assertTrue(shown.contains("AT+CPIN"), shown);
        assertEquals(1, peer.heard().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "123456789", "12a4", "12 34", "1234\"", "1234\r", "１２３４"})
    void shouldRefuseWhatIsNoPin(String pin) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> peer.modem().enterPin(pin));

        assertEquals("a PIN has 4 to 8 digits and nothing else", refused.getMessage());
        assertEquals(List.of(), peer.heard());
    }

    // ---- what each family has

    @ParameterizedTest
    @CsvSource({
        "generic,   ACME,    RX100,   30",
        "quectel,   Quectel, BG96,    10",
        "quectel,   Quectel, BG95-M3, 10",
        "quectel,   Quectel, EC25,    20",
        "quectel,   Quectel, EC800M,  30",
        "simcomcip, SIMCOM INCORPORATED, SIMCOM_SIM7600G-H, 20",
        "simcomcip, INCORPORATED, A7670E-FASE, 20",
        "simcomca,  SIMCOM_Ltd, SIMCOM_SIM7080, 10"
    })
    void shouldKnowHowLongTheModelBoots(String driver, String maker, String model, int seconds) {
        assertEquals(
                Duration.ofSeconds(seconds), modem(driver, maker, model).modem().bootTime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generic   | ACME                | RX100             | AT+CFUN=1,1 | ''",
                "quectel   | Quectel             | BG96              | AT+CFUN=1,1 | AT+QPOWD=1",
                "simcomcip | SIMCOM INCORPORATED | SIMCOM_SIM7600G-H | AT+CRESET   | AT+CPOF",
                "simcomca  | SIMCOM_Ltd          | SIMCOM_SIM7080    | AT+CREBOOT  | AT+CPOWD=1"
            })
    void shouldRestartAndSwitchOffWithTheFamilysCommand(
            String driver, String maker, String model, String reset, String off) throws Exception {
        ToldModem modem = modem(driver, maker, model);
        modem.answers(reset, OK).answers(off, OK);

        modem.modem().reboot();
        assertEquals(List.of(reset), modem.heard());
        if (off.isEmpty()) {
            assertEquals(
                    ModemException.Kind.UNSUPPORTED,
                    assertThrows(ModemException.class, () -> modem.modem().powerOff())
                            .kind());
        } else {
            modem.modem().powerOff();
            assertEquals(List.of(reset, off), modem.heard());
        }
    }

    @Test
    void shouldAskAgainForASwitchingOffThatIsRefusedRightAfterABoot() throws Exception {
        ToldModem modem = modem("quectel", "Quectel", "BG96");
        modem.answers("AT+QPOWD=1", "\r\nERROR\r\n", "\r\nERROR\r\n", OK);

        modem.modem().powerOff();

        assertEquals(3, modem.heard().stream().filter("AT+QPOWD=1"::equals).count());
    }

    // ---- registration with its cause

    @Test
    void shouldAskForTheCauseAndTakeLessIfRefused() throws Exception {
        peer.answers("AT+CEREG=3", OK).answers("AT+CGREG=2", OK).answers("AT+CGDCONT=1,\"IP\",\"super\"", OK);

        peer.modem().initialise(new DataSettings("super"));

        assertEquals(
                List.of("AT+CREG=3", "AT+CREG=2", "AT+CGREG=3", "AT+CGREG=2", "AT+CEREG=3"),
                peer.heard().stream().filter(line -> line.contains("REG=")).toList());
    }
}
