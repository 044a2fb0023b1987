package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.modem.SimState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers to {@code +CPIN?} come to: a PIN is given for {@link SimState#PIN_NEEDED}, and then never twice. */
class SimStateTest {
    private final ToldModem peer = ToldModem.generic();

    @ParameterizedTest
    @CsvSource({
        "+CPIN: READY, READY",
        "+CPIN: \"READY\", READY",
        "+CPIN: SIM PIN, PIN_NEEDED",
        "+CPIN: SIM PUK, PUK_NEEDED",
        "+CPIN: NOT INSERTED, ABSENT",
        "+CPIN: NOT READY, NOT_READY",
        // Some other program failed with the second PIN (27.007 §8.3): the card works, and the first PIN would be
        // wrong.
        "+CPIN: SIM PIN2, READY",
        "+CPIN: SIM PUK2, READY",
        // The lock of the device or of an operator: the card's PIN would be wrong.
        "+CPIN: PH-SIM PIN, FAILED",
        "+CPIN: PH-NET PIN, FAILED"
    })
    void shouldTellTheCardsLockFromOthers(String answer, SimState state) throws Exception {
        peer.answers("AT+CPIN?", "\r\n" + answer + "\r\n" + OK);

        assertEquals(state, peer.modem().readSim());
    }

    @ParameterizedTest
    @CsvSource({
        "10, ABSENT",
        "SIM not inserted, ABSENT",
        "11, PIN_NEEDED",
        "SIM PIN required, PIN_NEEDED",
        "sim pin required, PIN_NEEDED",
        "12, PUK_NEEDED",
        "SIM PUK required, PUK_NEEDED",
        "14, BUSY",
        "SIM busy, BUSY",
        "5, NOT_READY",
        "PH-SIM PIN required, NOT_READY",
        "PH-FSIM PIN required, NOT_READY",
        "PH-FSIM PUK required, NOT_READY",
        "network personalization PIN required, NOT_READY",
        "network personalisation PUK required, NOT_READY",
        "service provider personalization PIN required, NOT_READY",
        "corporate personalization PUK required, NOT_READY"
    })
    void shouldTellTheCardsLockFromOthersByTheError(String error, SimState state) throws Exception {
        peer.answers("AT+CPIN?", "\r\n+CME ERROR: " + error + "\r\n");

        assertEquals(state, peer.modem().readSim());
    }
}
