package dev.ipcommand.modem.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ipcommand.modem.RejectCause;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationDomainTest {
    /** URCs with and without a cause; -1 = none told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CEREG: 3,,,,0,15                              | DENIED    | -1 | 15",
                "+CEREG: 3,\"1A2B\",\"00A2D001\",7,0,11         | DENIED    | 7  | 11",
                "+CEREG: 3,1A2B,00A2D001,7,0,11                 | DENIED    | 7  | 11",
                "+CEREG:2,\"1A2B\",\"00A2D001\",9,0,22          | SEARCHING | 9  | 22",
                "+CEREG: 0,,,,0,7                               | IDLE      | -1 | 7",
                "+CEREG: 3,,,,1,15                              | DENIED    | -1 | -1",
                "+CEREG: 3,,,,0,0                               | DENIED    | -1 | -1",
                "+CEREG: 3,,,,0,999                             | DENIED    | -1 | -1",
                "+CEREG: 3,,,,,                                 | DENIED    | -1 | -1",
                "+CEREG: 5,\"1A2B\",\"00A2D001\",8,,,\"00100100\",\"01000111\" | ROAMING | 8 | -1",
                "+CEREG: 3,\"1A2B\",\"00A2D001\",8,0,15,\"00100100\",\"01000111\" | DENIED | 8 | 15",
                "+CGREG: 3,\"1A2B\",\"00A2D001\",7,\"01\",0,14  | DENIED    | 7  | 14",
                "+CGREG: 3,\"1A2B\",\"00A2D001\",7,1,0,14       | DENIED    | 7  | 14",
                "+CGREG: 3,\"1A2B\",\"00A2D001\",7,0,0,14       | DENIED    | 7  | 14",
                "+CGREG: 3,,,,,0,14                             | DENIED    | -1 | 14",
                "+CGREG: 3,,,,0,14                              | DENIED    | -1 | 14",
                "+CGREG: 5,\"1A2B\",\"00A2D001\",7,\"01\"       | ROAMING   | 7  | -1",
                "+CREG: 3,\"1A2B\",\"00A2D001\",0,0,13          | DENIED    | 0  | 13",
                "+CREG: 5,\"1A2B\",\"00A2D001\",-1              | ROAMING   | 7  | -1",
                "+CREG: 8                                       | LIMITED   | -1 | -1"
            })
    void shouldReadWhatAUrcTells(String line, String status, int technology, int cause) {
        var told = domain(line).parseUrc(line).orElseThrow();

        assertEquals(status, told.status().name());
        assertEquals(technology, told.accessTechnology().orElse(-1));
        assertEquals(cause, told.rejectCause().orElse(-1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CEREG: 3,3,,,,0,15",
                "+CEREG: 3,5,\"1A2B\",\"00A2D001\",7",
                "+CREG: 0,1",
                "+CEREG: 3,5",
                "+CSQ: 1"
            })
    void shouldNotTakeAnAnswerForAUrc(String line) {
        assertFalse(domain(line).parseUrc(line).isPresent());
    }

    private static RegistrationDomain domain(String line) {
        return Arrays.stream(RegistrationDomain.values())
                .filter(domain -> line.startsWith(domain.prefix()))
                .findFirst()
                .orElse(RegistrationDomain.EPS);
    }

    @Test
    void shouldNameTheCausesThatAPersonCanActOn() {
        assertEquals("network not allowed (PLMN)", RejectCause.describe(11));
        assertEquals("no suitable cells in this area", RejectCause.describe(15));
        assertEquals("congestion", RejectCause.describe(22));
        assertEquals("cause not in 24.008 or 24.301", RejectCause.describe(250));
        assertEquals("cause not in 24.008 or 24.301", RejectCause.describe(-1));
    }
}
