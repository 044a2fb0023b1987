package dev.ipcommand.modem.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a transcript's file says. Lines of other kinds are left to whoever reads the file. */
public final class Transcript {
    /** Which way bytes go. */
    enum Direction {
        TO_MODEM,
        FROM_MODEM
    }

    /** Bytes, and how long after the record before them. */
    @SuppressWarnings("ArrayRecordComponent") // raw bytes, never compared
    record Entry(Direction direction, Duration pause, byte[] bytes) {}

    private static final Pattern BYTES = Pattern.compile("[A-Z] ([<>]) (.*)");

    private final List<Entry> records = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    /**
     * @throws IllegalArgumentException if a line is no record, with its number
     */
    public static Transcript parse(List<String> lines) {
        Transcript transcript = new Transcript();
        Duration pause = Duration.ZERO;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher matcher = BYTES.matcher(line);
            if (matcher.matches()) {
                transcript.add(matcher.group(1), matcher.group(2), pause);
                pause = Duration.ZERO;
            } else if (line.startsWith("~ ")) {
                pause = pause.plusMillis(Long.parseLong(line.substring(2).strip()));
            } else if (line.startsWith("= ")) {
                String[] parts = line.substring(2).split(" ", 2);
                transcript.names.put(parts[0], parts[1]);
            } else if (!line.isBlank() && "#@!".indexOf(line.charAt(0)) < 0) {
                throw new IllegalArgumentException("line " + (i + 1) + " is no record: " + line);
            }
        }
        return transcript;
    }

    private void add(String direction, String text, Duration pause) {
        records.add(new Entry(direction.equals(">") ? Direction.TO_MODEM : Direction.FROM_MODEM, pause, bytes(text)));
    }

    /** Bytes of that text, names and escapes resolved. */
    public byte[] bytes(String text) {
        String resolved = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            resolved = resolved.replace("{" + name.getKey() + "}", name.getValue());
        }
        return Escapes.unescape(resolved);
    }

    List<Entry> records() {
        return records;
    }
}
