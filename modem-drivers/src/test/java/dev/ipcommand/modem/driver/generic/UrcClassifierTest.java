package dev.ipcommand.modem.driver.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemEvent.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrcClassifierTest {
    /** 27.007 §10.1.19. News of a context that is not ours would have the session take ours down and up again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CGEV: NW DETACH                              | true",
                "+CGEV: ME DETACH                              | true",
                "+CGEV: NW PDN DEACT 1                         | true",
                "+CGEV: NW PDN DEACT 1,0                       | true",
                "+CGEV: ME PDN DEACT 1                         | true",
                "+CGEV: ME PDN DEACT 2                         | false",
                "+CGEV: NW DEACT \"IP\",\"100.64.0.7\"         | true",
                "+CGEV: NW DEACT \"IP\",\"100.64.0.7\",1       | true",
                "+CGEV: ME DEACT \"IP\",\"10.1.2.3\",3         | false",
                "+CGEV: NW DEACT IP, 10.1.2.3, 3               | false",
                "+CGEV: NW DEACT 1                             | true",
                "+CGEV: NW DEACT 1,5,0                         | false",
                "+CGEV: ME PDN ACT 1                           | false",
                "+CGEV: EPS PDN ACT 1                          | false"
            })
    void shouldTakeOnlyTheEndOfOurContextForItsEnd(String line, boolean lost) {
        Optional<Kind> told = new UrcClassifier(() -> 0).classify(line.strip()).map(ModemEvent::kind);

        assertEquals(lost ? Optional.of(Kind.CONTEXT_LOST) : Optional.empty(), told);
    }

    /** It goes to logs and to the terminal of whoever asks for the status. */
    @Test
    void shouldTellNothingThatMovesATerminalsCursor() {
        ModemEvent told = new UrcClassifier(() -> 0)
                .classify("+CGEV: NW DETACH\u001b[2J\u009b")
                .orElseThrow();

        assertEquals("+CGEV: NW DETACH?[2J?", told.detail());
    }
}
