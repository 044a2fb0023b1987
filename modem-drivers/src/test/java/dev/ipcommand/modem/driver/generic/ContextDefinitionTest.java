package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.BUSY;
import static dev.ipcommand.modem.driver.generic.ToldModem.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.SimState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access point's name: in the modem before it attaches, and no reason to switch off a radio that has it. */
class ContextDefinitionTest {
    private static final String WRITE = "AT+CGDCONT=1,\"IP\",\"super\"";
    private static final String SAME = "\r\n+CGDCONT: 1,\"IP\",\"super\",\"0.0.0.0\",0,0\r\n" + OK;
    private static final DataSettings SUPER = new DataSettings("super");

    private final ToldModem peer = ToldModem.generic().answers("AT+CFUN=4", OK).answers("AT+CFUN=1", OK);

    /** A port that is opened anew while datagrams flow is initialised too: CFUN=4 would end them. */
    @ParameterizedTest
    @ValueSource(strings = {BUSY, "\r\nERROR\r\n", "\r\n+CME ERROR: SIM busy\r\n"})
    void shouldNotSwitchTheRadioOffForAnAnswerThatComesTheSecondTime(String first) throws Exception {
        peer.answers("AT+CGDCONT?", first, SAME).answers("AT+CFUN?", "\r\n+CFUN: 1\r\n" + OK);

        peer.modem().initialise(SUPER);

        assertFalse(peer.heard().contains("AT+CFUN=4"), peer.heard().toString());
    }

    /** Many commands are refused until the card is open; without its PIN it would never be. */
    @Test
    void shouldWriteItWhenTheCardIsOpenIfItRefusedBefore() throws Exception {
        peer.answers("AT+CGDCONT?", "\r\n+CME ERROR: 11\r\n")
                .answers(WRITE, "\r\n+CME ERROR: 11\r\n", OK)
                .answers("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n" + OK, "\r\n+CPIN: READY\r\n" + OK);

        peer.modem().initialise(SUPER);
        assertEquals(1, count(WRITE));

        assertEquals(SimState.READY, peer.modem().readSim());
        assertEquals(2, count(WRITE));

        assertEquals(SimState.READY, peer.modem().readSim());
        assertEquals(2, count(WRITE), "once");
    }

    @Test
    void shouldTellThatItIsRefusedThoughTheCardIsOpen() {
        peer.answers("AT+CPIN?", "\r\n+CPIN: READY\r\n" + OK);

        ModemException refused =
                assertThrows(ModemException.class, () -> peer.modem().initialise(SUPER));

        assertEquals(ModemException.Kind.REFUSED, refused.kind());
        assertTrue(peer.heard().contains("AT+CFUN=1"), "the radio is on all the same");
    }

    private long count(String line) {
        return peer.heard().stream().filter(line::equals).count();
    }
}
