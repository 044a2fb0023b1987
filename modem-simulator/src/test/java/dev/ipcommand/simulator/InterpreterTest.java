package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.fault.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterTest {
    private final ModemFixture bg96 = ModemFixture.booted("bg96");

    private static String shown(String bytes) {
        return bytes.replace("\r", "\\r").replace("\n", "\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at                        | \\r\\nOK\\r\\n",
                "aT+cmee?                  | \\r\\n+CMEE: 1\\r\\n\\r\\nOK\\r\\n",
                "ATE0V1Q0                  | \\r\\nOK\\r\\n",
                "ATS3?                     | \\r\\n013\\r\\n\\r\\nOK\\r\\n",
                "AT+CMEE=2;+CMEE?          | \\r\\n+CMEE: 2\\r\\n\\r\\nOK\\r\\n",
                "AT+CMEE?;+CSCS?           | \\r\\n+CMEE: 1\\r\\n+CSCS: \"GSM\"\\r\\n\\r\\nOK\\r\\n",
                "AT+NOPE;+CMEE?            | \\r\\nERROR\\r\\n",
                "ATE0;+CMEE=7              | \\r\\n+CME ERROR: 50\\r\\n",
                "xxAT                      | \\r\\nOK\\r\\n",
                "A/                        | ''",
                "hello                     | ''",
                "ATE7                      | \\r\\nERROR\\r\\n",
                "AT+CREG=?                 | \\r\\n+CREG: (0-2)\\r\\n\\r\\nOK\\r\\n",
                "AT+CEREG=?                | \\r\\n+CEREG: (0,1,2,4)\\r\\n\\r\\nOK\\r\\n",
                "AT+CRSM=176,12258,0,0,10  | \\r\\n+CRSM: 144,0,\"988803070000000000F1\"\\r\\n\\r\\nOK\\r\\n",
                "ATD*99#                   | ''",
            })
    void shouldAnswerOneLine(String line, String answer) {
        assertEquals(answer, shown(bg96.ask(line)));
    }

    @Test
    void shouldDeleteWithBackspace() {
        assertEquals("\r\n+CMEE: 1\r\n\r\nOK\r\n", bg96.ask("AT+CMEX\b\bEE?"));
    }

    @Test
    void shouldEchoWhatComesAndEndWithTheCarriageReturnAlone() {
        bg96.ask("ATE1");

        assertEquals("AT+CMEE?\r\r\n+CMEE: 1\r\n\r\nOK\r\n", bg96.ask("AT+CMEE?"));
    }

    @Test
    void shouldAnswerInDigitsAfterV0AndNothingAfterQ1() {
        assertEquals("0\r", bg96.ask("ATV0"));
        assertEquals("4\r", bg96.ask("AT+NOPE"));
        assertEquals("\r\nOK\r\n", bg96.ask("ATV1"));
        assertEquals("", bg96.ask("ATQ1"));
        assertEquals("\r\nOK\r\n", bg96.ask("ATQ0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | ERROR", "1 | +CME ERROR: 13", "2 | +CME ERROR: SIM failure"})
    void shouldTellErrorsAsCmeeWantsWhenTheSimIsOff(int format, String error) {
        bg96.say("AT+CMEE=" + format);
        bg96.say("AT+CFUN=0");
        bg96.time.advance(100);
        bg96.taken();

        assertEquals("\r\n" + error + "\r\n", bg96.ask("AT+CPIN?"));
    }

    @Test
    void shouldRefuseALineOverTheLimitAndRecordIt() {
        assertEquals("\r\nERROR\r\n", bg96.ask("AT+CMEE=" + "1".repeat(600)));
        assertEquals(Map.of(Violation.LINE_TOO_LONG, 1), bg96.violations.counts());
    }

    @Test
    void shouldRecordALineFeedAfterTheCarriageReturn() {
        assertEquals("\r\nOK\r\n", bg96.ask("AT"));
        bg96.send(ModemFixture.latin("\nAT\r"));

        assertEquals("\r\nOK\r\n", bg96.taken());
        assertEquals(Map.of(Violation.LF_AFTER_CR, 1), bg96.violations.counts());
    }

    @Test
    void shouldDropASecondCommandWhileOneRunsAndRecordIt() {
        bg96.time.advance(2000);
        bg96.say("AT+QIACT=1");
        bg96.say("AT+CMEE?");
        bg96.time.advance(500);

        assertEquals("\r\nOK\r\n", bg96.taken());
        assertEquals(Map.of(Violation.SECOND_COMMAND, 1), bg96.violations.counts());
    }

    @Test
    void shouldQueueASecondCommandOnAModelThatDoes() {
        ModemFixture ec25 = ModemFixture.booted("ec25");
        ec25.time.advance(2000);
        ec25.say("AT+QIACT=1");
        ec25.say("AT+CMEE?");
        ec25.time.advance(500);

        assertEquals("\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n", ec25.taken());
        assertEquals(Map.of(Violation.SECOND_COMMAND, 1), ec25.violations.counts());
    }

    @Test
    void shouldAbortAnOperatorSearchAtAnyByteOnSim7600() {
        ModemFixture sim7600 = ModemFixture.booted("sim7600");
        sim7600.say("AT+COPS=?");
        sim7600.time.advance(1000);
        assertEquals("", sim7600.taken());

        sim7600.send(new byte[] {'\n'});

        assertEquals("\r\nABORTED\r\n", sim7600.taken());
    }

    @Test
    void shouldKeepUrcsOutOfALineThatIsBeingTyped() {
        bg96.say("AT+CEREG=1");
        bg96.taken();
        bg96.send(ModemFixture.latin("AT+CM"));
        bg96.modem.search().lose(dev.ipcommand.simulator.core.Radio.Stat.DENIED, 60_000);
        bg96.time.settle();
        assertEquals("", bg96.taken());

        bg96.send(ModemFixture.latin("EE?\r"));

        assertEquals("\r\n+CMEE: 1\r\n\r\nOK\r\n\r\n+CEREG: 3\r\n", bg96.taken());
    }

    @Test
    void shouldHoldUrcsUntilALongCommandEndsOrLetThemInByVariant() {
        bg96.time.advance(2000);
        bg96.say("AT+CREG=1");
        bg96.taken();
        bg96.say("AT+QIACT=1");
        bg96.modem.terminal().urc("+TEST: 1");
        assertEquals("", bg96.taken());
        bg96.time.advance(400);
        assertEquals("\r\nOK\r\n\r\n+TEST: 1\r\n", bg96.taken());

        bg96.variants.set("urc=interleaved");
        bg96.say("AT+QIDEACT=1");
        bg96.modem.terminal().urc("+TEST: 2");
        bg96.time.advance(400);
        assertEquals("\r\n+TEST: 2\r\n\r\nOK\r\n", bg96.taken());
    }

    @Test
    void shouldSayNothingUnaskedUntilUrcsAreRoutedToThisPort() {
        ModemFixture fresh = new ModemFixture("bg96");
        fresh.time.advance(800);
        fresh.say("ATE0");
        fresh.say("AT+CEREG=2");
        fresh.taken();
        fresh.time.advance(2000);
        assertEquals("", fresh.taken());

        fresh.say("AT+QURCCFG=\"urcport\",\"uart1\"");
        fresh.taken();
        fresh.modem.search().select(false);

        assertEquals("\r\n+CEREG: 0\r\n", fresh.taken());
    }

    @Test
    void shouldIgnoreEverythingWhileItBootsAndAnswerOkBeforeItReboots() {
        ModemFixture sim7600 = ModemFixture.booted("sim7600");
        assertEquals("\r\nOK\r\n", sim7600.ask("AT+CRESET"));
        sim7600.time.advance(100);
        assertEquals("", sim7600.ask("AT"));

        sim7600.time.advance(1000);

        assertEquals("\r\nRDY\r\n\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n\r\nPB DONE\r\n", sim7600.taken());
        assertEquals("AT\r\r\nOK\r\n", sim7600.ask("AT"));
    }

    @Test
    void shouldRecordAnEarlyRebootAndASecondWriteOfTheForbiddenList() {
        bg96.say("AT+CRSM=214,28539,0,0,12,\"FFFFFFFFFFFFFFFFFFFFFFFF\"");
        bg96.say("AT+CRSM=214,28539,0,0,12,\"FFFFFFFFFFFFFFFFFFFFFFFF\"");
        bg96.taken();
        assertEquals(
                "\r\n+CRSM: 144,0,\"FFFFFFFFFFFFFFFFFFFFFFFF\"\r\n\r\nOK\r\n", bg96.ask("AT+CRSM=176,28539,0,0,12"));
        bg96.fault("F15:600");
        bg96.say("AT+CFUN=1,1");
        bg96.time.advance(100);

        assertEquals(Map.of(Violation.FPLMN_TWICE, 1, Violation.REBOOT_TOO_EARLY, 1), bg96.violations.counts());
    }

    @ParameterizedTest
    @CsvSource({"F14:600", "F15:600"})
    void shouldRecordAnEarlyRebootWhetherItSearchesOrIsRefusedButNotALateOne(String outage) {
        bg96.fault(outage);
        bg96.say("AT+CFUN=1,1");
        bg96.time.advance(1000);
        assertEquals(Map.of(Violation.REBOOT_TOO_EARLY, 1), bg96.violations.counts());

        bg96.fault(outage.replace("600", "3600"));
        bg96.time.advance(20 * 60_000);
        bg96.say("AT+CFUN=1,1");

        assertEquals(Map.of(Violation.REBOOT_TOO_EARLY, 1), bg96.violations.counts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bg96    | AT+QISEND=0,2,\"127.64.0.1\",6767  | AT+CFUN=1,1",
                "ec25    | AT+QISEND=0,2,\"127.64.0.1\",6767  | AT+CFUN=1,1",
                "sim7600 | AT+CIPSEND=0,2,\"127.64.0.1\",6767 | AT+CRESET",
                "sim7080 | AT+CASEND=0,2                      | AT+CREBOOT"
            })
    void shouldRecordEveryViolationOnEveryModelWithSockets(String model, String send, String reboot) {
        ModemFixture modem = ModemFixture.listening(model, true);
        String clear = "AT+CRSM=214,28539,0,0,12,\"FFFFFFFFFFFFFFFFFFFFFFFF\"";
        modem.say("AT+CMEE=" + "1".repeat(600));
        modem.send(ModemFixture.latin("AT\r\n"));
        modem.send(ModemFixture.latin(send + "\rhi"));
        modem.time.advance(1_000);
        modem.say("AT");
        modem.time.advance(10_000);
        modem.say("AT+COPS=0");
        modem.say("AT");
        modem.time.advance(1_000);
        modem.say(clear);
        modem.say(clear);
        modem.fault("F15:600");
        modem.say("AT+CFUN=4");
        modem.time.advance(100);
        modem.say("AT+CFUN=1");
        modem.time.advance(100);
        modem.say(reboot);

        Map<Violation, Integer> one = new java.util.EnumMap<>(Violation.class);
        for (Violation violation : Violation.values()) {
            one.put(violation, 1);
        }
        assertEquals(one, modem.violations.counts());
    }

    @Test
    void shouldRefuseToDialWithoutADataMode() {
        ModemFixture generic = ModemFixture.booted("generic");
        generic.say("ATD*99#");
        generic.time.advance(200);

        assertEquals("\r\nNO CARRIER\r\n", generic.taken());
        assertTrue(generic.ask("AT+QIACT?").contains("ERROR"));
    }
}
