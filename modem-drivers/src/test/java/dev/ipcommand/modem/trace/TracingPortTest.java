package dev.ipcommand.modem.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtClock;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.command.GenericCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TracingPortTest {
    private static final AtDialect PLAIN = new AtDialect(List.of(), List.of(), Duration.ZERO);
    private static final List<String> SESSION = List.of(
            "# signal, and a refusal",
            "D > AT+CSQ\\r",
            "D < \\r\\n+CSQ: 22,99\\r\\n\\r\\nOK\\r\\n",
            "D > AT+CGMM\\r",
            "D < \\r\\n+CME ERROR: 3\\r\\n");

    /** @return what passed */
    private static List<String> play(List<String> transcript) throws Exception {
        List<String> records = new CopyOnWriteArrayList<>();
        try (AtChannel channel = AtChannel.open(
                TracingPort.tracing(() -> new ReplayPort(Transcript.parse(transcript)), () -> 0, records::add),
                PLAIN,
                AtClock.SYSTEM)) {
            assertEquals(
                    -69, channel.execute(GenericCommands.readSignalQuality()).getAsInt());
            assertThrows(AtException.Refused.class, () -> channel.execute(GenericCommands.readText("+CGMM")));
        }
        return records;
    }

    @Test
    void shouldRecordATranscriptThatPlaysTheSameAgain() throws Exception {
        List<String> first = play(SESSION);

        List<String> second = play(first);

        assertEquals(first, second);
        assertEquals("D > AT\\r", first.get(0));
    }

    @Test
    void shouldNotePausesThatAreWorthIt() throws Exception {
        List<String> records = new CopyOnWriteArrayList<>();
        long[] now = {0};
        try (TracingPort port =
                new TracingPort(new ReplayPort(Transcript.parse(SESSION)), () -> now[0], records::add)) {
            port.write(new byte[] {'A', 'T', '\r'});
            now[0] = Duration.ofMillis(1500).toNanos();
            port.read(new byte[64], Duration.ofMillis(10));
        }

        assertEquals(List.of("D > AT\\r", "~ 1500", "D < \\r\\nOK\\r\\n"), records);
    }

    @Test
    void shouldKeepEveryByteThroughItsEscapes() {
        byte[] all = new byte[257];
        IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
        all[256] = ' ';

        assertArrayEquals(all, Escapes.unescape(Escapes.escape(all, 0, all.length)));
    }

    @Test
    void shouldNameTheLineThatIsNoRecord() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Transcript.parse(List.of("# fine", "what is this")));

        assertEquals("line 2 is no record: what is this", e.getMessage());
    }
}
