package dev.ipcommand.agent.dispatch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a handler that is tried out says beside its answer: the beginning of it, by line, without control characters.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Sayings {
    private static final int MAX_LINES = 200;
    private static final int MAX_LINE = 1000;

    private final List<String> lines = new ArrayList<>();
    private int left;

    synchronized void add(String text) {
        text.lines().forEach(this::addLine);
    }

    private void addLine(String text) {
        if (lines.size() >= MAX_LINES) {
            left++;
            return;
        }
        String cut = text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "…" : text;
        // A terminal is not to be moved by what a handler prints; tabs of a stack trace are harmless.
        lines.add(cut.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?"));
    }

    void add(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        add(trace.toString());
    }

    synchronized List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (left > 0) {
            all.add("… and " + left + " more lines");
        }
        return all;
    }
}
