package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.fault.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    private static byte[] everyByte(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + i / 256);
        }
        return bytes;
    }

    private static String send(String model, int length) {
        return switch (model) {
            case "sim7600" -> "AT+CIPSEND=0," + length + ",\"127.64.0.1\",6767";
            case "sim7080" -> "AT+CASEND=0," + length;
            default -> "AT+QISEND=0," + length + ",\"127.64.0.1\",6767";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "bg96, 1",
        "bg96, 1300",
        "bg96, 1460",
        "ec25, 1460",
        "sim7600, 1",
        "sim7600, 1300",
        "sim7600, 1500",
        "sim7080, 1",
        "sim7080, 1300",
        "sim7080, 1460"
    })
    void shouldSendEveryByteAsItIs(String model, int length) {
        ModemFixture modem = ModemFixture.listening(model, true);
        byte[] payload = everyByte(length);

        String prompt = modem.ask(send(model, length));
        modem.send(payload);

        boolean simcom = model.startsWith("sim");
        assertEquals(simcom ? "\r\n>" : "\r\n> ", prompt);
        assertArrayEquals(payload, modem.udp.sent.get(0).payload);
        assertTrue(modem.taken().startsWith(simcom ? "\r\nOK\r\n" : "\r\nSEND OK\r\n"));
        assertEquals(Map.of(), modem.violations.counts());
    }

    @ParameterizedTest
    @CsvSource({"bg96, 1461", "bg96, 0", "sim7600, 1501", "sim7600, 0"})
    void shouldRefuseOtherLengths(String model, int length) {
        ModemFixture modem = ModemFixture.listening(model, true);

        assertTrue(modem.ask(send(model, length)).endsWith("ERROR\r\n"));
    }

    @Test
    void shouldPushEveryByteAsItIs() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        byte[] payload = everyByte(1300);

        modem.arrive(payload);

        String text = new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals("\r\n+QIURC: \"recv\",0,1300,\"127.64.0.1\",6969\r\n" + text + "\r\n", modem.taken());
    }

    @Test
    void shouldLeaveTheLineEndAfterDataAwayByVariant() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.variants.set("trailing=off");

        modem.arrive(new byte[] {'x'});

        assertEquals("\r\n+QIURC: \"recv\",0,1,\"127.64.0.1\",6969\r\nx", modem.taken());
    }

    @Test
    void shouldTakePayloadInAnyPiecesAndTheNextCommandFromTheSameChunk() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        modem.ask(send("bg96", 4));
        modem.send(new byte[] {0, 26});
        modem.send(new byte[] {27, 13, 'A', 'T', 13});

        assertArrayEquals(new byte[] {0, 26, 27, 13}, modem.udp.sent.get(0).payload);
        assertEquals("\r\nSEND OK\r\n\r\nOK\r\n", modem.taken());
    }

    @Test
    void shouldEchoThePayloadUnlessToldNotTo() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        modem.ask("ATE1");
        modem.ask(send("bg96", 2));
        modem.send(new byte[] {'h', 'i'});
        assertEquals("hi\r\nSEND OK\r\n", modem.taken());

        modem.ask("AT+QISDE=0");
        modem.ask(send("bg96", 2));
        modem.send(new byte[] {'h', 'i'});
        assertEquals("\r\nSEND OK\r\n", modem.taken());
    }

    @Test
    void shouldDropPayloadThatComesBeforeThePromptAndRecordIt() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        modem.send(ModemFixture.latin(send("bg96", 2) + "\rhi"));

        assertEquals("\r\n> ", modem.taken());
        assertEquals(Map.of(Violation.PAYLOAD_BEFORE_PROMPT, 1), modem.violations.counts());
    }

    @Test
    void shouldTakeALateCommandForPayloadAndRecordIt() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        modem.ask(send("bg96", 100));
        modem.time.advance(5_000);
        modem.say("AT+CMEE?");
        assertEquals("", modem.taken());

        modem.time.advance(5_000);

        assertEquals("\r\nERROR\r\n", modem.taken());
        assertEquals(Map.of(Violation.COMMAND_AS_PAYLOAD, 1), modem.violations.counts());
    }

    @Test
    void shouldKeepUrcsAwayWhilePayloadIsAwaited() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.ask(send("bg96", 2));
        modem.arrive(new byte[] {'x'});
        assertEquals("", modem.taken());

        modem.send(new byte[] {'h', 'i'});

        assertEquals("\r\nSEND OK\r\n\r\n+QIURC: \"recv\",0,1,\"127.64.0.1\",6969\r\nx\r\n", modem.taken());
    }

    @Test
    void shouldEndASendWithoutLengthAtCtrlZAndCancelItAtEscape() {
        ModemFixture modem = ModemFixture.listening("sim7600", true);
        modem.ask("AT+CIPSEND=0,,\"127.64.0.1\",6767");
        modem.send(new byte[] {'h', 'i', 0x1A});
        assertEquals("\r\nOK\r\n\r\n+CIPSEND: 0,2,2\r\n", modem.taken());

        modem.ask("AT+CIPSEND=0,,\"127.64.0.1\",6767");
        modem.send(new byte[] {'h', 'i', 0x1B});
        assertEquals("\r\nERROR\r\n", modem.taken());
        assertEquals(1, modem.udp.sent.size());
    }

    @Test
    void shouldDropWhatDoesNotFitAndCountIt() {
        ModemFixture modem = ModemFixture.listening("bg96", false);
        for (int i = 0; i < 20; i++) {
            modem.arrive(new byte[1300]);
        }

        assertEquals("\r\n+QIURC: \"recv\",0\r\n", modem.taken());
        assertEquals(5L, modem.modem.counters().get("datagrams_dropped"));
        assertEquals("\r\n+QIRD: 19500,0,19500\r\n\r\nOK\r\n", modem.ask("AT+QIRD=0,0"));
    }

    @Test
    void shouldRefuseHexSendOnUdpService() {
        ModemFixture modem = ModemFixture.listening("bg96", false);

        assertEquals("\r\nERROR\r\n", modem.ask("AT+QISENDEX=0,\"3132\""));
    }
}
