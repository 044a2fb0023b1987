package dev.ipcommand.modem.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.connection.ModemConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            861107031234561                                      | 000000000000001
            +CGSN: "861107031234561"                             | +CGSN: "000000000000001"
            IMEI: 86-110703-123456-1                             | IMEI: 00-000000-000000-1
            +QCCID: 8988307123456789012F                         | +QCCID: 8988307000000000001F
            +CRSM: 144,0,"98883017325476980921"                  | +CRSM: 144,0,"98883007000000000010"
            +CNUM: ,"+491701234567",145                          | +CNUM: ,"+000000000001",145
            +CLIP: "0171234",129                                 | +CLIP: "0000001",129
            +CEREG: 2,5,"2F01","0A1B2C3E",8                      | +CEREG: 2,5,"0001","00000002",8
            +CEREG: 5,2F01,0A1B2C3E,7                            | +CEREG: 5,0001,00000002,7
            +CREG: 2,3,,,,0,15                                   | +CREG: 2,3,,,,0,15
            +CEREG: 2,3                                          | +CEREG: 2,3
            +CPSI: LTE,Online,262-01,0x2F01,169552958,257,EUTRAN-BAND3,1300,5,5,-94,-850,-545,15 | +CPSI: LTE,Online,262-01,0x0001,000000002,003,EUTRAN-BAND3,1300,5,5,-94,-850,-545,15
            +QNWINFO: "FDD LTE","26201","LTE BAND 3",1300        | +QNWINFO: "FDD LTE","26201","LTE BAND 3",1300
            +CGPADDR: 1,"10.72.14.9"                             | +CGPADDR: 1,"100.64.100.1"
            AT+QISEND=0,5,"100.64.0.1",6969                      | AT+QISEND=0,5,"100.64.0.1",6969
            AT+QIOPEN=1,0,"UDP SERVICE","127.0.0.1",0,6969,0     | AT+QIOPEN=1,0,"UDP SERVICE","127.0.0.1",0,6969,0
            +CGDCONT: 1,"IP","super","0.0.0.0",0,0               | +CGDCONT: 1,"IP","super","0.0.0.0",0,0
            AT+CPIN="4711"                                       | AT+CPIN="0000"
            AT+CPIN=4711                                         | AT+CPIN=0000
            AT+CLCK="SC",1,"4711"                                | AT+CLCK="SC",0,"0000"
            AT+CGAUTH=1,1,"joe","pass word"                      | AT+CGAUTH=1,1,"xxx","xxxxxxxxx"
            AT+QICSGP=1,1,"super","joe","secret",1               | AT+QICSGP=1,1,"super","xxx","xxxxxx",1
            AT+CSTT="super","joe","secret"                       | AT+CSTT="super","xxx","xxxxxx"
            AT+QICSGP=1,1,"super","","",1                        | AT+QICSGP=1,1,"super","","",1
            BG96MAR02A07M1G_01.018.01.018                        | BG96MAR02A07M1G_01.018.01.018
            +QCSQ: "CAT-M1",-71,-101,132,-11                     | +QCSQ: "CAT-M1",-71,-101,132,-11
            AT+CRSM=176,12258,0,0,10                             | AT+CRSM=176,12258,0,0,10
            """)
    void shouldLeaveTheShape(String line, String expected) {
        assertEquals(expected, new Redaction().text(line));
    }

    @Test
    void shouldKeepEqualEqualAndDifferentDifferent() {
        Redaction redaction = new Redaction();

        String first = redaction.text("+CCID: 8988307123456789012");
        String other = redaction.text("+CCID: 8988307123456789013");

        assertEquals(first, redaction.text("+CCID: 8988307123456789012"));
        assertFalse(first.equals(other), first);
        assertEquals("! iccid: " + first.substring(7), redaction.text("! iccid: 8988307123456789012"));
    }

    @Test
    void shouldNotLeaveAnIdentityThatLooksLikeItsReplacement() {
        assertFalse(new Redaction().text("8988307000000000001").contains("8988307000000000001"));
    }

    /** Identities and payloads put in come out in no form, however the line and the port cut them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldLetNoIdentityThroughWhateverTheChunking(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            String imei = digits(random, 15);
            String iccid = "8988307" + digits(random, 12);
            String phone = digits(random, 11);
            String cell = String.format(Locale.ROOT, "%07X", 0x1000000 + random.nextInt(0xE000000));
            String pin = digits(random, 8);
            String payload = "pay" + digits(random, 6) + "\r\nOK\r\n" + imei;
            String text = "\r\nOK\r\n\r\n" + imei + "\r\n\r\nOK\r\n\r\n+QCCID: " + iccid
                    + "F\r\n\r\nOK\r\n\r\n+CEREG: 5,\"1F2E\",\""
                    + cell + "\",7\r\n\r\n+CLIP: \"+" + phone + "\",145\r\nAT+CPIN=\"" + pin
                    + "\"\r\r\nOK\r\n\r\n+QIURC: \"recv\",0," + payload.length() + ",\"10.1.2.3\",6767\r\n" + payload
                    + "\r\n\r\n+CGPADDR: 1,\"10.99.88.77\"\r\n\r\nOK\r\n" + "+CGSN: " + imei;

            String out = recorded(random, text, payload);

            for (String secret : List.of(
                    imei,
                    imei.substring(0, 8),
                    imei.substring(7),
                    iccid.substring(7),
                    phone,
                    cell,
                    pin,
                    "10.99.88.77",
                    "pay")) {
                assertFalse(out.contains(secret), () -> secret + " in\n" + out);
            }
            assertTrue(out.contains("8988307"), out);
            assertTrue(out.contains("+QIURC: \"recv\",0," + payload.length()), out);
        }
    }

    /** No modem has lines so long; an identity across the place where one is cut would be two harmless halves. */
    @Test
    void shouldHideWhatACutLineEndsWith() {
        TranscriptWriter writer =
                new TranscriptWriter(ModemConnection.allDialects().blocks(), 0);
        writer.toModem("AT\r".getBytes(StandardCharsets.ISO_8859_1), 0);
        String line = "z".repeat(4090) + "861107031234561\r\n";
        writer.fromModem(line.getBytes(StandardCharsets.ISO_8859_1), 0);

        String out = String.join("", writer.take(0, true));

        assertFalse(out.contains("861107"), out.substring(out.length() - 100));
    }

    private static String recorded(Random random, String text, String payload) {
        TranscriptWriter writer =
                new TranscriptWriter(ModemConnection.allDialects().blocks(), 0);
        List<String> lines = new ArrayList<>();
        long at = 0;
        writer.toModem("AT+CGSN\r".getBytes(StandardCharsets.ISO_8859_1), at);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
            at += Duration.ofMillis(random.nextInt(random.nextInt(5) == 0 ? 900 : 20))
                    .toNanos();
            writer.fromModem(Arrays.copyOfRange(bytes, from, to), at);
            if (random.nextInt(10) == 0) {
                lines.addAll(writer.take(at + Duration.ofSeconds(1).toNanos(), false));
            }
            from = to;
        }
        writer.toModem("AT+QISEND=0,4\r".getBytes(StandardCharsets.ISO_8859_1), at);
        writer.fromModem("\r\n> ".getBytes(StandardCharsets.ISO_8859_1), at);
        writer.toModem(payload.getBytes(StandardCharsets.ISO_8859_1), at);
        lines.addAll(writer.take(at, true));
        return String.join("\n", lines);
    }

    private static String digits(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('1' + random.nextInt(9)));
        }
        return text.toString();
    }
}
