package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.trace.Transcript.Direction;
import dev.ipcommand.modem.trace.Transcript.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The modem's side of a transcript. What the host says is looked for from where the transcript stands; what comes after it is
 * answered, and so is played. A command that stands further back is answered as it was then, without going back; one that the
 * transcript does not know gets {@code ERROR}, as from a modem, save for the reads that the engine uses as fences.
 *
 * <p>Not thread-safe.
 */
public final class TranscriptPlayer {
    /** Something to say, after a pause. */
    @SuppressWarnings("ArrayRecordComponent") // raw bytes, never compared
    public record Saying(Duration pause, byte[] bytes) {}

    private static final Map<String, String> KNOWN = Map.of(
            "AT\r", "\r\nOK\r\n",
            "AT+CMEE?\r", "\r\n+CMEE: 2\r\n\r\nOK\r\n",
            "AT+CSCS?\r", "\r\n+CSCS: \"IRA\"\r\n\r\nOK\r\n");

    private final List<Entry> records;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<String> unknown = new ArrayList<>();
    private int position;

    public TranscriptPlayer(Transcript transcript) {
        records = transcript.records();
    }

    /** What the modem says before the host says anything. */
    public List<Saying> begin() {
        return play();
    }

    /** Commands that the transcript does not know, in order. */
    public List<String> unknown() {
        return unknown;
    }

    /** Bytes of the host; what the modem says to them. */
    public List<Saying> hear(byte[] bytes) {
        List<Saying> sayings = new ArrayList<>();
        for (byte b : bytes) {
            heard.write(b);
            sayings.addAll(answer());
        }
        return sayings;
    }

    private List<Saying> answer() {
        byte[] said = heard.toByteArray();
        boolean line = said[said.length - 1] == '\r' && said[0] == 'A';
        Entry expected = nextOfHost();
        // A payload is not a line: only the record that is due next can be one.
        boolean payload = expected != null && Arrays.equals(expected.bytes(), said);
        if (!line && !payload) {
            return List.of();
        }
        heard.reset();
        int ahead = find(said, position, records.size());
        if (ahead >= 0) {
            position = ahead + 1;
            return play();
        }
        int behind = find(said, 0, position);
        if (behind >= 0) {
            return immediate(behind + 1);
        }
        String command = new String(said, StandardCharsets.ISO_8859_1);
        String known = KNOWN.get(command);
        if (known == null) {
            unknown.add(command.strip());
        }
        byte[] reply = (known == null ? "\r\nERROR\r\n" : known).getBytes(StandardCharsets.ISO_8859_1);
        return List.of(new Saying(Duration.ZERO, reply));
    }

    private @org.jspecify.annotations.Nullable Entry nextOfHost() {
        for (int i = position; i < records.size(); i++) {
            if (records.get(i).direction() == Direction.TO_MODEM) {
                return records.get(i);
            }
        }
        return null;
    }

    private int find(byte[] said, int from, int to) {
        for (int i = from; i < to; i++) {
            if (records.get(i).direction() == Direction.TO_MODEM
                    && Arrays.equals(records.get(i).bytes(), said)) {
                return i;
            }
        }
        return -1;
    }

    private List<Saying> play() {
        List<Saying> sayings = new ArrayList<>();
        while (position < records.size() && records.get(position).direction() == Direction.FROM_MODEM) {
            Entry next = records.get(position++);
            sayings.add(new Saying(next.pause(), next.bytes()));
        }
        return sayings;
    }

    private List<Saying> immediate(int from) {
        List<Saying> sayings = new ArrayList<>();
        for (int i = from; i < records.size(); i++) {
            Entry next = records.get(i);
            boolean answer = next.direction() == Direction.FROM_MODEM
                    && (i == from || next.pause().isZero());
            if (!answer) {
                break;
            }
            sayings.add(new Saying(next.pause(), next.bytes()));
        }
        return sayings;
    }
}
