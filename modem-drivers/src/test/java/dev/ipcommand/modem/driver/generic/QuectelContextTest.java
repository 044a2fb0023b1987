package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemEvent.Kind;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.driver.quectel.QuectelDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuectelContextTest {
    private final ToldModem peer = new ToldModem(new QuectelDriver(), "Quectel", "BG96");

    /** TCP/IP manual: after pdpdeact the context is to be taken down before it comes up; the URC may have been missed. */
    @Test
    void shouldTakeDownAContextThatWillNotComeUp() {
        peer.answers("AT+QIACT?", OK).answers("AT+QIDEACT=1", OK);

        ModemException refused =
                assertThrows(ModemException.class, () -> peer.modem().activate());

        assertEquals(ModemException.Kind.REFUSED, refused.kind());
        assertEquals(
                List.of("AT+QIACT=1", "AT+QIDEACT=1"),
                peer.heard().stream()
                        .filter(line -> line.matches("AT\\+QI(?:DE)?ACT=1"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 0"})
    void shouldTakeOnlyTheEndOfOurContextForItsEnd(int context, int events) throws Exception {
        List<Kind> told = new ArrayList<>();
        peer.modem().onEvent((ModemEvent event) -> told.add(event.kind()));

        peer.channel().say("\r\n+QIURC: \"pdpdeact\"," + context + "\r\n");
        peer.modem().ping();

        assertEquals(events, told.stream().filter(Kind.CONTEXT_LOST::equals).count());
    }
}
