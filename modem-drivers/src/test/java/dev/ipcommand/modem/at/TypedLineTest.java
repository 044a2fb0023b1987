package dev.ipcommand.modem.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.TypedLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person may type, and what the engine makes of it beside everything else. */
class TypedLineTest {
    private static final AtDialect DIALECT = new AtDialect(
            List.of(line -> line.startsWith("+READ: ") ? Integer.parseInt(line.substring(7)) : BlockRule.NONE),
            List.of(UrcType.starting("+URC:"), UrcType.starting("+CREG:"), UrcType.starting("+READ:")),
            Duration.ZERO);
    private static final Duration TEN = Duration.ofSeconds(10);

    private final ScriptedPeer peer = new ScriptedPeer();
    private final VirtualChannel channel = new VirtualChannel(peer, DIALECT);

    private AtCommand<AtResponse> typed(String line) {
        return TypedCommand.of(TypedLine.of(line, false), TEN);
    }

    private void open() {
        assertTrue(channel.open());
        peer.heard().clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT",
                "at+csq",
                "AT+CSQ",
                "ATI",
                "AT&V",
                "AT+CREG?;+CSQ",
                "AT+CPIN?",
                "AT+CLCK=?",
                "AT+CFUN?",
                "AT+COPS?",
                "AT+CGDCONT?",
                "AT+QENG=\"servingcell\"",
                "AT+CMGS=?",
                "AT+QISEND=?",
                "ATE0V1",
                "AT+CGPADDR",
                "AT+QICLOSE=?"
            })
    void shouldPassWhatAsks(String line) {
        assertEquals("AT" + line.substring(2), typed(line).line());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATD*99#",
                "ATO",
                "ATA",
                "ATH",
                "ATZ",
                "AT&F",
                "ATQ1",
                "ATV0",
                "ATE0Q1",
                "ATS3=10",
                "AT+IPR=9600",
                "AT+CMUX=0",
                "AT+CFUN=1,1",
                "at+cfun=0",
                "AT + CFUN = 4",
                "AT+CSQ;+CFUN=0",
                "AT+COPS=1,2,\"26201\"",
                "AT+QPOWD",
                "AT+CPOWD=1",
                "AT+CMGS=\"1\"",
                "AT+QISEND=0,5",
                "AT+CIPSEND=0,5",
                "AT+CASEND=0,5",
                "AT+QFUPL=\"x\",3",
                "AT+CGACT=0,1",
                "AT+QICLOSE=0",
                "AT+CACLOSE=0",
                "AT+NETCLOSE",
                "AT+QIDEACT=1",
                "ATE0;+CSQ;+IPR=0",
                "AT#SSENDUDP=1,\"h\",1"
            })
    void shouldPassWhatBreaksASessionOnlyToThoseWhoInsist(String line) {
        assertThrows(IllegalArgumentException.class, () -> TypedLine.of(line, false));

        assertEquals(
                "AT" + line.substring(2),
                TypedCommand.of(TypedLine.of(line, true), TEN).line());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A/",
                "+++",
                "CSQ",
                "AT+CSQ\rAT+CFUN=0",
                "AT\u001a",
                "AT+X=\"\u00e9\"",
                "AT+CPIN=\"1234\"",
                "AT+CPIN=1234",
                "at+cpin=1234",
                "AT+CSQ;+CPIN=1234",
                "AT +CPIN = 1234",
                "AT+CLCK=\"SC\",1,\"1234\"",
                "AT+CPWD=\"SC\",\"1\",\"2\""
            })
    void shouldNeverPassWhatIsNoLineOrHoldsAPin(String line) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> TypedLine.of(line, true));

        assertFalse(String.valueOf(refusal.getMessage()).contains("1234"), refusal.toString());
    }

    @Test
    void shouldRefuseALineOfMoreThan256Characters() {
        String longest = "AT+X=" + "1".repeat(251);

        assertEquals(longest, typed(longest).line());
        assertThrows(IllegalArgumentException.class, () -> typed(longest + "1"));
    }

    @Test
    void shouldTakeEveryLineThatIsNoNewsAndLeaveNewsToOthers() throws Exception {
        open();
        Pending pending = channel.submit(typed("AT+CSQ;+CREG?"));
        channel.say("\r\n+CSQ: 22,99\r\n+URC: 1\r\n+CREG: 2,5\r\nfree text\r\n+OTHER: 3\r\n\r\nOK\r\n");
        channel.finish(pending);

        assertEquals(
                List.of("+CSQ: 22,99", "+CREG: 2,5", "free text", "+OTHER: 3"),
                pending.result().texts());
        assertEquals(
                List.of("+URC: 1", "+CREG: 2,5"),
                channel.published().stream().map(Urc::text).toList());
    }

    @Test
    void shouldGiveADatagramThatSomebodyReadOutToTheDriverAllTheSame() throws Exception {
        open();
        Pending pending = channel.submit(typed("AT+READ"));
        channel.say("\r\n+READ: 4\r\nOK\r\n\r\nOK\r\n");
        channel.finish(pending);

        assertEquals(List.of("+READ: 4"), pending.result().texts());
        byte[] data = channel.published().get(0).data();
        assertEquals("OK\r\n", new String(data == null ? new byte[0] : data, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldBeRefusedWhileAPayloadIsInFlightAndNotWritten() throws Exception {
        peer.never("AT+SEND=2");
        open();
        Payload payload = new Payload(new byte[] {1, 2}, '>', TEN, TEN, false);
        Pending send = channel.submit(
                AtCommand.line("AT+SEND=2").payload(payload).urgent().build());
        Pending typed = channel.submit(typed("AT+CSQ"));

        assertTrue(typed.isComplete());
        assertTrue(assertThrows(AtException.Busy.class, typed::result).isPayloadInFlight());
        channel.advance(Duration.ofSeconds(1));
        assertFalse(peer.heard().contains("AT+CSQ"), peer.heard().toString());
        assertFalse(send.isComplete());
    }

    @Test
    void shouldSayWhatKeepsTheLineWhenItsTurnDoesNotCome() {
        peer.never("AT+ACT=1,\"secret\"");
        open();
        Pending activation = channel.submit(AtCommand.line("AT+ACT=1,\"secret\"")
                .deadline(Duration.ofSeconds(150))
                .build());
        channel.advance(Duration.ofSeconds(20));
        Pending typed = channel.submit(typed("AT+CSQ"));

        channel.advance(Duration.ofSeconds(9));
        assertFalse(typed.isComplete());
        channel.advance(Duration.ofSeconds(2));

        AtException.Busy busy =
                assertInstanceOf(AtException.Busy.class, assertThrows(AtException.class, typed::result));
        assertEquals("AT+ACT has been waiting for its answer for 30 s", busy.getMessage());
        assertFalse(activation.isComplete());
    }

    @Test
    void shouldCutAnAnswerThatDoesNotEndAndSaySo() throws Exception {
        open();
        Pending pending = channel.submit(typed("AT&V"));
        for (int i = 0; i < 600; i++) {
            channel.say("\r\nline " + i + "\r\n");
        }
        channel.say("\r\nOK\r\n");
        channel.finish(pending);

        List<String> texts = pending.result().texts();
        assertEquals(513, texts.size());
        assertEquals("(more lines followed and were dropped)", texts.get(512));
    }
}
