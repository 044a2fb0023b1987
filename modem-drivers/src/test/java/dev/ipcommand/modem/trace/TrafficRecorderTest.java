package dev.ipcommand.modem.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.at.AtPort;
import dev.ipcommand.modem.connection.ModemConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficRecorderTest {
    private static final List<String> SESSION = List.of(
            "D > AT+CSQ\\r",
            "D < \\r\\n+CSQ: 22,99\\r\\n\\r\\nOK\\r\\n",
            "D > AT+CGMM\\r",
            "D < \\r\\n+CME ERROR: 3\\r\\n");

    private final long[] now = {0};
    private final TrafficRecorder recorder =
            new TrafficRecorder(ModemConnection.allDialects().blocks(), () -> now[0]);

    private AtPort port() throws Exception {
        return recorder.watching(() -> new ReplayPort(Transcript.parse(SESSION)))
                .open();
    }

    private void exchange(AtPort port, String line) throws Exception {
        port.write((line + "\r").getBytes(StandardCharsets.ISO_8859_1));
        port.read(new byte[64], Duration.ofMillis(10));
    }

    @Test
    void shouldRecordWhatAReplayPlaysTheSameAgain() throws Exception {
        assertTrue(recorder.start(List.of(), false));
        AtPort port = port();
        exchange(port, "AT+CSQ");
        now[0] += Duration.ofMillis(1500).toNanos();
        exchange(port, "AT+CGMM");

        assertEquals(
                List.of(
                        "R > AT+CSQ\\r",
                        "R < \\r\\n+CSQ: 22,99\\r\\n\\r\\nOK\\r\\n",
                        "~ 1500",
                        "R > AT+CGMM\\r",
                        "R < \\r\\n+CME ERROR: 3\\r\\n"),
                recorder.stop().lines());
    }

    @Test
    void shouldNoteNothingWhenItIsOff() throws Exception {
        exchange(port(), "AT+CSQ");
        recorder.note(() -> {
            throw new AssertionError("asked for a line that nobody reads");
        });

        assertEquals(new TrafficRecorder.Taken(List.of(), 0, false), recorder.take());
    }

    @Test
    void shouldBeginWithACommandOfOursWhenItStartsInMidSession() throws Exception {
        AtPort port = port();
        port.write("AT+CSQ\r".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(recorder.start(List.of(), false));
        port.read(new byte[64], Duration.ofMillis(10));
        exchange(port, "AT+CGMM");

        assertEquals(
                List.of("R > AT+CGMM\\r", "R < \\r\\n+CME ERROR: 3\\r\\n"),
                recorder.stop().lines());
    }

    @Test
    void shouldBeginWithTheNextOpeningIfAskedTo() throws Exception {
        assertTrue(recorder.start(List.of(), true));
        exchange(port(), "AT+CSQ");
        recorder.note(() -> "! close: CLOSED");
        recorder.opening();
        recorder.note(() -> "@ attach");

        assertEquals(List.of("@ attach"), recorder.stop().lines());
    }

    @Test
    void shouldLetOnePersonRecordAtATimeAndForgetOneWhoLeft() throws Exception {
        assertTrue(recorder.start(List.of(), false));
        assertFalse(recorder.start(List.of(), false));

        now[0] = TrafficRecorder.LEASE.toNanos();
        exchange(port(), "AT+CSQ");

        assertFalse(recorder.isOn());
        assertTrue(recorder.start(List.of(), false));
    }

    @Test
    void shouldCountWhatItCannotKeepAndSayWhereItIsMissing() throws Exception {
        assertTrue(recorder.start(List.of(), false));
        AtPort port = port();
        byte[] payload = new byte[1000];
        exchange(port, "AT+CSQ");
        for (int i = 0; i < 300; i++) {
            port.write(payload);
        }
        TrafficRecorder.Taken first = recorder.take();
        exchange(port, "AT+CGMM");
        List<String> rest = recorder.stop().lines();

        assertTrue(first.dropped() > 30_000, "dropped " + first.dropped());
        assertTrue(rest.get(0).startsWith("# bytes are missing here"), rest.toString());
        assertEquals("R > AT+CGMM\\r", rest.get(1));
    }

    @Test
    void shouldKeepEveryByteThroughItsEscapes() {
        byte[] all = new byte[257];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        all[256] = ' ';

        assertArrayEquals(all, Escapes.unescape(Escapes.escape(all, 0, all.length)));
    }
}
