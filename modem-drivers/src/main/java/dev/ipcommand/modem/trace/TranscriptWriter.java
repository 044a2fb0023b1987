package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.BlockRule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a transcript of raw traffic: puts lines together before it looks at them, however they were cut; replaces payload by
 * as many {@code x}, text by what {@link Redaction} leaves of it; and gathers what belongs together into one record.
 *
 * <p>It begins with a whole command of ours, or with the opening of the port: before that it cannot know whether it sees the
 * rest of a line or of a payload.
 *
 * <p>Not thread-safe.
 */
final class TranscriptWriter {
    /** Shorter pauses are the line's own. */
    private static final long PAUSE = Duration.ofMillis(200).toNanos();
    /** Announced bytes that stop for so long will not come, as the engine sees it. */
    private static final long STALLED = Duration.ofSeconds(2).toNanos();

    private static final int MAX_LINE = 4096;
    private static final int MAX_BLOCK = 2048;
    private static final int MAX_RECORD = 1024;
    private static final byte FILLER = 'x';
    private static final Pattern COMMAND = Pattern.compile("A[Tt/][ -~]*\\r");
    private static final Pattern PROMPT = Pattern.compile("\\s*[>@] ?");
    private static final Pattern MESSAGE_HEADER = Pattern.compile("\\+(CMT|CMGR|CMGL|CDS|CBM):.*");

    private final List<BlockRule> blocks;
    private final Redaction redaction = new Redaction();
    private final List<String> lines = new ArrayList<>();
    /** Redacted bytes of the modem that are not written yet. */
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private long saidSince;
    private long lastByteAt;
    private long lastRecordAt;
    /** The modem's line so far, raw. */
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    private int blockLeft;
    private boolean started;
    private boolean promptSeen;
    private boolean echoed;
    private boolean messageFollows;
    private String lastCommand = "";
    private byte[] echo = new byte[0];
    private int echoAt;

    TranscriptWriter(List<BlockRule> blocks, long now) {
        this.blocks = blocks;
        this.lastRecordAt = now;
    }

    void opened() {
        partial.reset();
        blockLeft = 0;
        started = true;
    }

    void gap(long at) {
        note("# bytes are missing here: they came faster than they were taken", at);
        partial.reset();
        blockLeft = 0;
        started = false;
    }

    /** A line that is no traffic. */
    void note(String line, long at) {
        flush();
        if (!line.startsWith("#")) {
            lines.add(redaction.text(line));
        } else {
            lines.add(line);
        }
        lastRecordAt = Math.max(lastRecordAt, at);
    }

    // ---- what we say

    /** One write: a command line, or a payload, or ESC. */
    void toModem(byte[] bytes, long at) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean command = COMMAND.matcher(text).matches() && !promptSeen;
        if (!started && !command) {
            return;
        }
        endOfModemsTurn();
        flush();
        started = true;
        pauseBefore(at);
        byte[] shown;
        if (command) {
            lastCommand = text.substring(0, text.length() - 1);
            echoed = false;
            echo = new byte[0];
            shown = (redaction.text(lastCommand) + "\r").getBytes(StandardCharsets.ISO_8859_1);
        } else if (bytes.length == 1 && (bytes[0] == 0x1B || bytes[0] == 0x1A)) {
            shown = bytes;
        } else {
            echo = echoed ? bytes : new byte[0];
            echoAt = 0;
            shown = new byte[bytes.length];
            Arrays.fill(shown, FILLER);
        }
        promptSeen = false;
        lines.add("R > " + Escapes.escape(shown, 0, shown.length));
        lastRecordAt = at;
    }

    /** Somebody who was not finished stays unfinished, unless what it said is a prompt or an echo. */
    private void endOfModemsTurn() {
        String text = partialText();
        boolean prompt = PROMPT.matcher(text).matches();
        if (prompt || text.endsWith("\r")) {
            promptSeen |= prompt;
            endLine();
        } else if (!started) {
            partial.reset();
        }
    }

    // ---- what the modem says

    /** A read, cut anywhere. */
    void fromModem(byte[] bytes, long at) {
        if (!started) {
            return;
        }
        if (blockLeft > 0 && at - lastByteAt >= STALLED) {
            blockLeft = 0;
        }
        if (at - lastByteAt >= PAUSE && blockLeft == 0 && partial.size() == 0) {
            flush();
        }
        if (said.size() == 0 && partial.size() == 0) {
            saidSince = at;
        }
        lastByteAt = at;
        for (byte b : bytes) {
            hear(b);
            if (said.size() >= MAX_RECORD && blockLeft == 0 && partial.size() == 0) {
                flush();
                saidSince = at;
            }
        }
        String text = partialText();
        if (PROMPT.matcher(text).matches()) {
            promptSeen = true;
        }
    }

    private void hear(byte b) {
        if (blockLeft > 0) {
            said.write(FILLER);
            blockLeft--;
            return;
        }
        if (echoAt < echo.length) {
            if (b == echo[echoAt]) {
                echoAt++;
                said.write(FILLER);
                return;
            }
            echo = new byte[0];
        }
        partial.write(b);
        if (b == '\n' || partial.size() >= MAX_LINE) {
            if (b != '\n') {
                maskPartial();
            }
            String line = partialText().strip();
            endLine();
            blockLeft = announced(line, true);
        } else if (b == ',' || b == '"') {
            int count = announced(partialText().stripLeading(), false);
            if (count > 0) {
                endLine();
                blockLeft = count;
            }
        }
    }

    private int announced(String line, boolean whole) {
        for (BlockRule rule : blocks) {
            int count = whole ? rule.afterLine(line) : rule.withinLine(line);
            if (count > 0 && count <= MAX_BLOCK) {
                return count;
            }
        }
        return 0;
    }

    /** What is cut off can no longer be told for what it is. */
    private void maskPartial() {
        byte[] masked = partialText().replaceAll("[0-9A-Fa-f]", "0").getBytes(StandardCharsets.ISO_8859_1);
        partial.reset();
        partial.write(masked, 0, masked.length);
    }

    private String partialText() {
        return partial.toString(StandardCharsets.ISO_8859_1);
    }

    private void endLine() {
        String line = partialText();
        partial.reset();
        String text = line.strip();
        if (!text.isEmpty()) {
            echoed |= text.equals(lastCommand);
            promptSeen |= text.equals("CONNECT");
        }
        String shown = redaction.text(line);
        if (messageFollows && !text.isEmpty()) {
            shown = line.replaceAll("[^\r\n]", "x");
        }
        messageFollows = MESSAGE_HEADER.matcher(text).matches() || (messageFollows && text.isEmpty());
        byte[] bytes = shown.getBytes(StandardCharsets.ISO_8859_1);
        said.write(bytes, 0, bytes.length);
    }

    // ---- records

    private void pauseBefore(long at) {
        if (at - lastRecordAt >= PAUSE) {
            lines.add("~ " + Duration.ofNanos(at - lastRecordAt).toMillis());
        }
    }

    private void flush() {
        if (said.size() > 0) {
            byte[] bytes = said.toByteArray();
            said.reset();
            pauseBefore(saidSince);
            lines.add("R < " + Escapes.escape(bytes, 0, bytes.length));
            lastRecordAt = Math.max(lastRecordAt, Math.max(saidSince, lastByteAt));
        }
    }

    /** What is finished by now; at the end also what is not, with every digit of it masked. */
    List<String> take(long now, boolean end) {
        if (end && partial.size() > 0) {
            maskPartial();
            byte[] rest = partial.toByteArray();
            partial.reset();
            said.write(rest, 0, rest.length);
        }
        if (end || (partial.size() == 0 && blockLeft == 0 && now - lastByteAt >= PAUSE)) {
            flush();
        }
        List<String> finished = List.copyOf(lines);
        lines.clear();
        return finished;
    }
}
