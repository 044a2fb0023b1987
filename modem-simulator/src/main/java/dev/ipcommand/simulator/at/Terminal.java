package dev.ipcommand.simulator.at;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.fault.Variants;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The DCE's side of the line: frames information text, result codes and URCs, and keeps URCs out of lines and payload.
 *
 * <p>Used on the modem's timeline only.
 */
public final class Terminal {
    private static final int QUEUED_URCS = 256;
    private static final Map<String, String> NUMERIC =
            Map.of("OK", "0", "CONNECT", "1", "RING", "2", "NO CARRIER", "3", "ERROR", "4");

    /** What the port is busy with. */
    enum Busy {
        IDLE,
        TYPING,
        COMMAND,
        PAYLOAD
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Urc(String text, byte @Nullable [] data, boolean result) {}

    private final ByteSink out;
    private final SerialSettings settings;
    private final Variants variants;
    private final Faults faults;
    private final Deque<Urc> waiting = new ArrayDeque<>();
    private BooleanSupplier routed = () -> true;
    private Busy busy = Busy.IDLE;
    private boolean afterText;
    private long lostUrcs;
    private long sentUrcs;

    /** Makes a terminal that writes to {@code out}. */
    public Terminal(ByteSink out, SerialSettings settings, Variants variants, Faults faults) {
        this.out = out;
        this.settings = settings;
        this.variants = variants;
        this.faults = faults;
    }

    /** Whether URCs come out of this port at all. */
    public void routeUrcs(BooleanSupplier here) {
        routed = here;
    }

    /** URCs lost because too many waited. */
    public long lostUrcs() {
        return lostUrcs;
    }

    /** URCs written. */
    public long sentUrcs() {
        return sentUrcs;
    }

    /** A URC: now, or when the line is free; nothing if URCs go to another port. */
    public void urc(String text) {
        if (routed.getAsBoolean()) {
            offer(new Urc(text, null, false));
        }
    }

    /** A URC that is followed by a datagram. */
    public void urc(String header, byte[] data) {
        if (routed.getAsBoolean()) {
            offer(new Urc(header, data, false));
        }
    }

    /** The delayed result of a command of this port, or a boot message: wherever URCs go, it comes here. */
    public void delayedResult(String text) {
        offer(new Urc(text, null, true));
    }

    /** The last word before power-off: nothing can hold it back. */
    public void announce(String text) {
        write(framed(text));
    }

    /** Bytes as they are: echo, noise, boot NULs. */
    public void raw(byte[] bytes) {
        out.write(bytes);
    }

    void busy(Busy now) {
        if (now != busy) {
            busy = now;
            afterText = false;
        }
        flush();
    }

    void reset() {
        waiting.clear();
        busy = Busy.IDLE;
        afterText = false;
    }

    /** Lines of information text; the first of a URC storm may slip in before them. */
    void information(String... lines) {
        flush();
        boolean separate = variants.is("spacing", "separate");
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (settings.verbose() && (separate || !afterText)) {
                text.append(settings.lineEnd());
            }
            text.append(line).append(settings.lineEnd());
            afterText = true;
        }
        write(text.toString());
    }

    /** A header line, bytes, and perhaps a line end. */
    void block(String header, String separator, byte[] data) {
        flush();
        byte[] head = latin((settings.verbose() ? settings.lineEnd() : "")
                + header
                + (separator.isEmpty() ? settings.lineEnd() : separator));
        byte[] tail = variants.is("trailing", "on") ? latin(settings.lineEnd()) : new byte[0];
        out.write(join(head, data, tail));
        afterText = true;
    }

    /** The prompt: at the start of a line, without an end. */
    void prompt(boolean space) {
        write(settings.lineEnd() + (space && variants.is("prompt", "space") ? "> " : ">"));
    }

    /** A final result code. */
    void result(String code) {
        if (settings.quiet()) {
            return;
        }
        if (settings.verbose()) {
            write(framed(code));
            return;
        }
        String first = code.startsWith("CONNECT") ? "CONNECT" : code;
        write(NUMERIC.getOrDefault(first, code) + (char) settings.register(3));
    }

    private void offer(Urc urc) {
        if (waiting.size() >= QUEUED_URCS) {
            lostUrcs++;
            return;
        }
        waiting.addLast(urc);
        flush();
    }

    private void flush() {
        boolean free = busy == Busy.IDLE || (busy == Busy.COMMAND && variants.is("urc", "interleaved"));
        while (free && !waiting.isEmpty()) {
            send(waiting.removeFirst());
        }
    }

    private void send(Urc urc) {
        sentUrcs++;
        if (urc.data == null) {
            write(framed(urc.text));
            return;
        }
        byte[] head = latin(framed(urc.text));
        byte[] tail = variants.is("trailing", "on") ? latin(settings.lineEnd()) : new byte[0];
        if (faults.isOn(Fault.F8)) {
            faults.count(Fault.F8);
            boolean bare =
                    faults.order(Fault.F8).map(o -> o.word().equals("bare")).orElse(true);
            tail = latin((bare ? "" : settings.lineEnd()) + "+CSQ: 18,99" + settings.lineEnd());
        }
        out.write(join(head, urc.data, tail));
    }

    /** A URC that ignores who is busy: what F3 and F20 are for. */
    public void intrude(String text) {
        if (busy == Busy.PAYLOAD) {
            delayedResult(text);
            return;
        }
        sentUrcs++;
        write(framed(text));
        afterText = false;
    }

    private String framed(String text) {
        return settings.lineEnd() + text + settings.lineEnd();
    }

    private void write(String text) {
        out.write(latin(text));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] head, byte[] data, byte[] tail) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + data.length + tail.length);
        all.writeBytes(head);
        all.writeBytes(data);
        all.writeBytes(tail);
        return all.toByteArray();
    }
}
