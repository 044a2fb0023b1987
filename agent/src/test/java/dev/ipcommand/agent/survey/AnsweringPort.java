package dev.ipcommand.agent.survey;

import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A modem that answers by a table, and {@code ERROR} to the rest; why, it tells only who has asked for it (27.007 §9.1). */
final class AnsweringPort implements AtPort {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> answers;
    private final LinkedBlockingQueue<byte[]> out = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private volatile boolean closed;

    AnsweringPort(Map<String, String> answers) {
        this.answers = answers;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        try {
            byte[] next = out.poll(Math.min(50, timeout.toMillis()), TimeUnit.MILLISECONDS);
            if (next == null) {
                return 0;
            }
            System.arraycopy(next, 0, buffer, 0, next.length);
            return next.length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void write(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '\r') {
                answer(line.toString());
                line.setLength(0);
            } else if (each >= ' ') {
                line.append((char) each);
            }
        }
    }

    private void answer(String command) {
        asked.add(command);
        String text = answers.getOrDefault(command, command.matches("AT|ATE0.*|AT\\+CMEE=[12]") ? "" : "ERROR");
        boolean tellsMore = asked.stream().anyMatch(earlier -> earlier.startsWith("AT+CMEE="));
        text = text.startsWith("+CME") && !tellsMore ? "ERROR" : text;
        String whole = text.equals("ERROR") || text.startsWith("+CME")
                ? "\r\n" + text + "\r\n"
                : (text.isEmpty() ? "" : "\r\n" + text.replace("\n", "\r\n") + "\r\n") + "\r\nOK\r\n";
        out.add(whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        closed = true;
    }
}
