package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each fault looks like on a SIM7080; F2, F10 and the pacing do not depend on the model. */
class SimcomCaFaultTest {
    private static final String SEND = "AT+CASEND=0,2";
    private static final String SERVE = "AT+CASERVER=0,0,\"UDP\",4001,1";
    private static final String LOSS = "\r\n+CASTATE: 0,0\r\n\r\n+APP PDP: 0,DEACTIVE\r\n";
    private static final String OK = "\r\nOK\r\n";
    private static final String ERROR = "\r\nERROR\r\n";

    private final ModemFixture modem = ModemFixture.listening("sim7080", true);

    private String sendHi() {
        modem.ask(SEND);
        modem.send(new byte[] {'h', 'i'});
        return modem.taken();
    }

    @Test
    void shouldEchoForEver() {
        modem.fault("F1");

        assertEquals("ATE0\r" + OK, modem.ask("ATE0"));
        assertEquals(SEND + "\r\r\n>", modem.ask(SEND));
    }

    @Test
    void shouldPutUrcsInsideAnswers() {
        modem.fault("F3");

        assertEquals(
                "\r\n+CSQ: 17,99\r\n\r\n+CASTATE: 0,2\r\n\r\n+CREG: 5,\"1A2B\",\"1A2D001\",7\r\n" + OK,
                modem.ask("AT+CASTATE?"));
    }

    @Test
    void shouldRebootSilentlyAfterNoiseAndForgetItsSockets() {
        modem.fault("F4:8");
        modem.fault("F5");
        modem.time.advance(1_000);

        String boot = modem.taken();
        assertTrue(boot.substring(0, 8).chars().allMatch(c -> c == 0 || c >= 0x80));
        assertEquals("\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\nSMS Ready\r\n", boot.substring(8));
        modem.ask("ATE0");
        assertEquals(OK, modem.ask("AT+CASTATE?"));
        assertTrue(modem.ask("AT+CNACT?").startsWith("\r\n+CNACT: 0,0,\"0.0.0.0\"\r\n"));
        assertEquals("\r\n+CASRIP: 0\r\n" + OK, modem.ask("AT+CASRIP?"));
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"error | ERROR", "never | ''", "silence | >"})
    void shouldSpoilThePromptOnce(String word, String answer) {
        modem.fault("F6:" + word);
        assertEquals(answer, modem.ask(SEND).strip());
        if (word.equals("silence")) {
            modem.send(new byte[] {'h', 'i'});
        }
        assertEquals("", modem.taken());
        assertTrue(modem.udp.sent.isEmpty());

        assertEquals(OK, sendHi());
    }

    @ParameterizedTest
    @CsvSource({"before, 0", "after, 0", "late, 30000"})
    void shouldPlaceTheResultsOfServingAndActivating(String word, long millis) {
        modem.say("AT+CNACT=0,0");
        modem.taken();
        modem.fault("F7:" + word);
        assertEquals(placed(word, "\r\n+APP PDP: 0,ACTIVE\r\n"), said("AT+CNACT=0,1", 300 + millis));
        assertEquals(placed(word, "\r\n+CASERVER: 0,0\r\n"), said(SERVE, millis));
    }

    private static String placed(String word, String line) {
        return switch (word) {
            case "before" -> line + OK;
            case "after" -> OK + line;
            default -> OK + "~" + line;
        };
    }

    /** What a command says; a tilde before what comes in the last millisecond of more than a second. */
    private String said(String line, long millis) {
        modem.say(line);
        modem.time.advance(Math.max(0, millis - 1));
        String soon = modem.taken();
        modem.time.advance(Math.min(1, millis));
        return soon + (millis > 1_000 ? "~" : "") + modem.taken();
    }

    @ParameterizedTest
    @CsvSource({"F8, ''", "F8:crlf, '\r\n'"})
    void shouldGlueTheNextUrcToAPushedPayload(String order, String between) {
        modem.fault(order);
        modem.arrive(new byte[] {'x'});

        assertEquals("\r\n+CAURC: \"recv\",0,1,127.64.0.1,6969\r\nx" + between + "+CSQ: 18,99\r\n", modem.taken());
    }

    @Test
    void shouldAnnounceTwoDatagramsOnce() {
        ModemFixture buffer = ModemFixture.listening("sim7080", false);
        buffer.fault("F9");
        buffer.arrive(new byte[] {'x'});
        assertEquals("", buffer.taken());
        buffer.arrive(new byte[] {'y'});
        buffer.time.advance(100);

        assertEquals("\r\n+CADATAIND: 0\r\n\r\n+CANEW: 0,0,127.64.0.1,6969\r\n", buffer.taken());
    }

    @Test
    void shouldDeliverAHostilePayload() {
        modem.fault("F11");

        String pushed = modem.taken();
        assertTrue(pushed.startsWith("\r\n+CAURC: \"recv\",0,") && pushed.contains("\r\nOK\r\n"), pushed);
    }

    @Test
    void shouldRefuseThreePayloadsThenTakeOne() {
        modem.fault("F12");

        assertEquals(List.of(ERROR, ERROR, ERROR, OK), List.of(sendHi(), sendHi(), sendHi(), sendHi()));
        assertEquals(1, modem.udp.sent.size());
    }

    @Test
    void shouldLoseTheConnectionDuringASend() {
        modem.fault("F12:1:gone");

        assertEquals(ERROR + "\r\n+CASTATE: 0,0\r\n", sendHi());
        assertEquals(ERROR, modem.ask("AT+CACLOSE=0"));
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
    }

    @Test
    void shouldSwapTheImsi() {
        modem.fault("F13:5");
        assertEquals("\r\n+CPIN: NOT READY\r\n" + LOSS, modem.taken());
        modem.time.advance(5_000);

        assertEquals("\r\n+CPIN: READY\r\n", modem.taken());
        assertEquals("\r\n234500001000020\r\n" + OK, modem.ask("AT+CIMI"));
    }

    @ParameterizedTest
    @CsvSource({"F14:360, 3, 360", "F15:1800, 2, 1800"})
    void shouldStayUnregisteredForAsLongAsAsked(String order, int stat, long seconds) {
        modem.say("AT+CEREG=1");
        modem.taken();
        modem.fault(order);
        assertEquals("\r\n+CEREG: " + stat + "\r\n" + LOSS, modem.taken());
        modem.time.advance(seconds * 1000 - 1);
        assertEquals("", modem.taken());

        modem.time.advance(1);

        assertEquals("\r\n+CEREG: 5\r\n", modem.taken());
    }

    @Test
    void shouldAskForAHangupOfThePort() {
        modem.fault("F16:7");

        assertEquals(List.of(7_000L), modem.hangups);
    }

    @Test
    void shouldReportABusySim() {
        modem.say("AT+CMEE=2");
        modem.taken();
        modem.fault("F17:1");

        assertEquals("\r\n+CME ERROR: SIM busy\r\n", modem.ask("AT+CCID"));
        assertEquals("\r\n8988307000000000001\r\n" + OK, modem.ask("AT+CCID"));
    }

    @Test
    void shouldTakeItsTimeToActivate() {
        modem.say("AT+CNACT=0,0");
        modem.taken();
        modem.fault("F18");
        modem.say("AT+CNACT=0,1");
        modem.time.advance(148_999);
        assertEquals(OK, modem.taken());
        assertTrue(modem.ask("AT+CNACT?").startsWith("\r\n+CNACT: 0,2,"));
        modem.time.advance(1);

        assertEquals("\r\n+APP PDP: 0,ACTIVE\r\n", modem.taken());
    }

    @Test
    void shouldAnswerInDigitsUntilToldOtherwise() {
        modem.fault("F19");

        assertEquals("0\r", modem.ask("AT"));
        assertEquals(OK, modem.ask("ATV1"));
    }

    @Test
    void shouldStormDuringASendAndStillEndIt() {
        modem.fault("F20");
        modem.ask(SEND);
        modem.send(new byte[] {'h', 'i'});
        modem.time.advance(1_000);

        String all = modem.taken();
        assertEquals(200, all.split("\\+CSQ:", -1).length - 1);
        assertTrue(all.indexOf(OK) > 0 && all.indexOf("+CSQ", all.indexOf(OK)) > 0, "OK is in the middle");
    }

    @Test
    void shouldFindThePortInUseOnce() {
        modem.say("AT+CACLOSE=0");
        modem.taken();
        modem.fault("F21");

        assertEquals("\r\n+CASERVER: 0,12\r\n" + OK, modem.ask(SERVE));
        assertEquals("\r\n+CASERVER: 0,0\r\n" + OK, modem.ask(SERVE));
    }

    @Test
    void shouldChangeItsAddressAndTellNobody() {
        modem.fault("F22");

        assertEquals("", modem.taken());
        assertTrue(modem.ask("AT+CNACT?").startsWith("\r\n+CNACT: 0,1,\"127.64.0.25\"\r\n"));
        assertEquals("\r\n+CASTATE: 0,2\r\n" + OK, modem.ask("AT+CASTATE?"));
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
    }
}
