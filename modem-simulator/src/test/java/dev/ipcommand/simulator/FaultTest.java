package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Variants;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private static final String SEND = "AT+QISEND=0,2,\"127.64.0.1\",6767";

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldBeFoundByIdAndNameAndSayWhatItImitates(Fault fault) {
        assertEquals(
                fault,
                Fault.find(fault.name().toLowerCase(java.util.Locale.ROOT)).orElseThrow());
        assertEquals(fault, Fault.find(fault.label()).orElseThrow());
        assertFalse(fault.imitates().isBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "F12, 3, full, 0",
        "F12:7:gone, 7, gone, 0",
        "F6:never:2, 2, never, 0",
        "F5@30, 0, '', 30",
        "f5, 0, '', 20"
    })
    void shouldReadOrders(String text, int number, String word, int after) {
        FaultOrder order = FaultOrder.parse(text, FaultOrder.COMMAND_LINE_DELAY);

        assertEquals(List.of(number, word, after), List.of(order.number(), order.word(), order.afterSeconds()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0", "F23", "", "F5@x", "nonsense:3"})
    void shouldRefuseOtherOrders(String text) {
        assertThrows(IllegalArgumentException.class, () -> FaultOrder.parse(text, 0));
    }

    @Test
    void shouldChooseVariantsByLotApartFromThoseThatNoDteCanTake() {
        Variants first = new Variants();
        first.shuffle(new Random(7));
        Variants second = new Variants();
        second.shuffle(new Random(7));
        List<String> defaults = new Variants().describe();

        assertEquals(first.describe(), second.describe());
        assertNotEquals(defaults, first.describe());
        for (int seed = 0; seed < 50; seed++) {
            first.shuffle(new Random(seed));
            assertTrue(first.is("edges", "kept") && first.is("remotecid", "server"));
        }
    }

    @Test
    void shouldEchoForEver() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.fault("F1");

        assertEquals("ATE0\r\r\nOK\r\n", modem.ask("ATE0"));
        assertEquals("AT\r\r\nOK\r\n", modem.ask("AT"));
    }

    @Test
    void shouldSendOneByteAtATimeWithPauses() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.fault("F2");
        modem.chunks.clear();
        modem.say("ATI");
        modem.time.advance(2_000);

        assertEquals("\r\nQuectel\r\nBG96\r\nRevision: BG96MAR02A07M1G\r\n\r\nOK\r\n", modem.taken());
        assertTrue(modem.chunks.stream().allMatch(chunk -> chunk.length == 1));
    }

    @Test
    void shouldPutUrcsBeforeTheAnswerAndBeforeTheResult() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.fault("F3");

        assertEquals(
                "\r\n+CSQ: 17,99\r\n\r\n+CMEE: 1\r\n\r\n+CREG: 5,\"1A2B\",\"1A2D001\",7\r\n\r\nOK\r\n",
                modem.ask("AT+CMEE?"));
        assertTrue(modem.ask("AT+CSQ").startsWith("\r\n+CREG: 5,"));
    }

    @Test
    void shouldMakeNoiseBeforeItBoots() {
        ModemFixture modem = new ModemFixture("bg96");
        modem.fault("F4");
        modem.time.advance(500);

        String boot = modem.taken();

        assertEquals(64 + 2 + 7, boot.length());
        assertTrue(boot.substring(0, 64).chars().allMatch(c -> c == 0 || c >= 0x80));
        assertTrue(boot.endsWith("\r\nRDY\r\n"));
    }

    @Test
    void shouldRebootWithoutAWordAboutTheSockets() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F5");
        modem.time.advance(1_000);

        assertEquals("\0\0\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\nAPP RDY\r\n", modem.taken());
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
        assertEquals(1, modem.network.detaches);
        assertEquals("AT+QISTATE?\r\r\nOK\r\n", modem.ask("AT+QISTATE?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"error | ERROR", "never | ''", "silence | >"})
    void shouldSpoilThePromptOnce(String word, String answer) {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F6:" + word);

        assertEquals(answer, modem.ask(SEND).strip());
        modem.send(new byte[] {'h', 'i'});
        assertTrue(modem.udp.sent.isEmpty());
        modem.send(new byte[] {'\r'});
        modem.taken();

        assertEquals("\r\n> ", modem.ask(SEND));
    }

    @ParameterizedTest
    @CsvSource({"before, 0", "after, 0", "late, 30000"})
    void shouldPlaceTheResultOfAnOpen(String word, long millis) {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.say("AT+QICLOSE=0");
        modem.taken();
        modem.fault("F7:" + word);
        modem.say("AT+QIOPEN=1,0,\"UDP SERVICE\",\"127.0.0.1\",0,4001,1");
        modem.time.advance(Math.max(0, millis - 1));
        String soon = modem.taken();
        modem.time.advance(1);
        String later = modem.taken();

        String ok = "\r\nOK\r\n";
        String result = "\r\n+QIOPEN: 0,0\r\n";
        assertEquals(word.equals("before") ? result + ok : word.equals("after") ? ok + result : ok, soon);
        assertEquals(word.equals("late") ? result : "", later);
    }

    @ParameterizedTest
    @CsvSource({"F8, ''", "F8:crlf, '\r\n'"})
    void shouldGlueTheNextUrcToAPushedPayload(String order, String between) {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault(order);
        modem.arrive(new byte[] {'x'});

        assertTrue(modem.taken().endsWith("6969\r\nx" + between + "+CSQ: 18,99\r\n"));
    }

    @Test
    void shouldAnnounceTwoDatagramsOnce() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        modem.fault("F9");
        modem.arrive(new byte[] {'x'});
        assertEquals("", modem.taken());
        modem.arrive(new byte[] {'y'});
        modem.time.advance(100);

        assertEquals("\r\n+QIURC: \"recv\",0\r\n", modem.taken());
    }

    @Test
    void shouldDeliverAHostilePayload() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F11");

        String pushed = modem.taken();

        assertTrue(pushed.contains("\r\nOK\r\n") && pushed.contains("+QIURC: \"closed\",0"), pushed);
    }

    @Test
    void shouldFailThreeSendsThenTakeOne() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F12");

        StringBuilder results = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            modem.ask(SEND);
            modem.send(new byte[] {'h', 'i'});
            results.append(modem.taken().strip()).append(' ');
        }

        assertEquals("SEND FAIL SEND FAIL SEND FAIL SEND OK ", results.toString());
        assertEquals(1, modem.udp.sent.size());
    }

    @ParameterizedTest
    @CsvSource({"F12:1, 0", "F12:1:gone, -1"})
    void shouldConfirmLessOnSim7600(String order, int confirmed) {
        ModemFixture modem = ModemFixture.listening("sim7600", true);
        modem.fault(order);
        modem.ask("AT+CIPSEND=0,2,\"127.64.0.1\",6767");
        modem.send(new byte[] {'h', 'i'});

        assertEquals("\r\nOK\r\n\r\n+CIPSEND: 0,2," + confirmed + "\r\n", modem.taken());
        assertEquals(confirmed == 0, modem.udp.isBound(ModemFixture.LOCAL));
    }

    @ParameterizedTest
    @CsvSource({"F14:360, 3, 360", "F15:1800, 2, 1800"})
    void shouldStayUnregisteredForAsLongAsAsked(String order, int stat, long seconds) {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.say("AT+CEREG=1");
        modem.taken();
        modem.fault(order);
        assertEquals("\r\n+CEREG: " + stat + "\r\n\r\n+QIURC: \"pdpdeact\",1\r\n", modem.taken());
        modem.time.advance(seconds * 1000 - 1);
        assertEquals("", modem.taken());

        modem.time.advance(1);

        assertEquals("\r\n+CEREG: 5\r\n", modem.taken());
    }

    @Test
    void shouldAskForAHangupOfThePort() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.fault("F16:7");

        assertEquals(List.of(7_000L), modem.hangups);
    }

    @Test
    void shouldReportABusySimFiveTimes() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.fault("F17");
        for (int i = 0; i < 5; i++) {
            assertEquals("\r\n+CME ERROR: 14\r\n", modem.ask("AT+CPIN?"));
        }

        assertEquals("\r\n+CPIN: READY\r\n\r\nOK\r\n", modem.ask("AT+CPIN?"));
    }

    @Test
    void shouldTakeItsTimeToActivate() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.time.advance(2_000);
        modem.fault("F18");
        modem.say("AT+QIACT=1");
        modem.time.advance(148_999);
        assertEquals("", modem.taken());
        modem.time.advance(1);

        assertEquals("\r\nOK\r\n", modem.taken());
    }

    @Test
    void shouldAnswerInDigitsUntilToldOtherwise() {
        ModemFixture modem = new ModemFixture("bg96");
        modem.fault("F19");
        modem.time.advance(1_000);
        modem.taken();

        assertEquals("AT\r0\r", modem.ask("AT"));
        assertEquals("ATV1\r\r\nOK\r\n", modem.ask("ATV1"));
    }

    @Test
    void shouldStormDuringASendAndStillEndIt() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F20");
        modem.ask(SEND);
        modem.send(new byte[] {'h', 'i'});
        modem.time.advance(1_000);

        String all = modem.taken();
        assertEquals(200, all.split("\\+CSQ:", -1).length - 1);
        int result = all.indexOf("\r\nSEND OK\r\n");
        assertTrue(result > 0 && all.indexOf("+CSQ", result) > 0, "the result is in the middle");
    }

    @Test
    void shouldFindTheIdInUse() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.say("AT+QICLOSE=0");
        modem.taken();
        modem.fault("F21");
        modem.say("AT+QIOPEN=1,0,\"UDP SERVICE\",\"127.0.0.1\",0,4001,1");
        modem.time.advance(100);

        assertEquals("\r\nOK\r\n\r\n+QIOPEN: 0,563\r\n", modem.taken());
    }

    @Test
    void shouldChangeItsAddressAndTellNobody() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("F22");
        assertEquals("", modem.taken());

        assertEquals("\r\n+CGPADDR: 1,\"127.64.0.25\"\r\n\r\nOK\r\n", modem.ask("AT+CGPADDR=1"));
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
        assertEquals(Map.of(Fault.F22, 1), modem.faults.fired());
    }

    @Test
    void shouldPaceTheLineAtABaudRate() {
        ModemFixture modem = new ModemFixture("generic", 9600);
        modem.time.advance(2_000);
        modem.taken();
        modem.say("ATI");
        modem.time.advance(10);
        int soon = modem.taken().length();
        modem.time.advance(1_000);

        assertTrue(soon < 20, () -> soon + " bytes in 10 ms at 9600 baud");
        assertTrue(modem.taken().endsWith("OK\r\n"));
    }
}
