package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.SILENCE;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of failures end in logs: area and cell tell where the gateway is, and are in none. */
class PlaceInMessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CEREG: 2,2,\"1A2B\",\"01A2B3C4\",7",
                "+CEREG: 2,\"1A2B\",\"01A2B3C4\",7",
                "+CEREG: 2,2,1A2B,01A2B3C4,7",
                "+CGREG:2,2,\"1A2B\",\"01A2B3C4\",7,\"01\"",
                "+CREG: 2,1A2B,01A2B3C4",
                "+CPSI: LTE CAT-M1,Online,310-410,0x1A2B,01A2B3C4,12,EUTRAN-BAND4,2300,3,3,-11,-87,-59,12"
            })
    void shouldNotTellWhereTheGatewayIs(String line) {
        ToldModem peer = ToldModem.generic();
        peer.answers("AT+CSQ", "\r\n" + line + "\r\n").answers("AT", SILENCE);

        ModemException silent =
                assertThrows(ModemException.class, () -> peer.modem().readSignal());

        String shown = String.valueOf(silent.getMessage());
        assertFalse(shown.contains("1A2B"), shown);
        assertTrue(shown.contains(line.substring(0, line.indexOf(':'))), "still evidence: " + shown);
    }
}
