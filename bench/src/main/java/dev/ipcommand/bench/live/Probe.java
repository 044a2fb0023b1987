package dev.ipcommand.bench.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One command and what its answer must look like.
 *
 * @param id attributes the answer; empty = the text went out as it was given
 * @param name the handler's name; empty = the text has no name
 * @param text what is sent
 * @param expected the exact output that must come back, if known: that of {@code echo}
 */
record Probe(String id, String name, String text, Optional<String> expected) {
    /** The head of a text command: design of the wire form in docs/protocol.md. */
    private static final Pattern HEAD = Pattern.compile("(?s)([a-z][a-z0-9\\-_.]{0,62})(#[^: ]*)?(?:(?:: ?| )(.*))?");

    private static final String FILLER = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** A command with an id of its own, from a text that has none; the text itself if it takes no id. */
    static Probe identified(String text, String id) {
        Matcher head = HEAD.matcher(text);
        if (!head.matches() || head.group(2) != null) {
            return exact(text);
        }
        String name = head.group(1);
        String sent = name + "#" + id + text.substring(name.length());
        return new Probe(id, name, sent, expected(name, head.group(3)));
    }

    /** The text, byte for byte. */
    static Probe exact(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.matches()) {
            return new Probe("", "", text, Optional.empty());
        }
        String name = head.group(1);
        String given = head.group(2);
        return new Probe(given == null ? "" : given.substring(1), name, text, expected(name, head.group(3)));
    }

    /** An echo whose whole payload has the given size, if there is room for its head. */
    static Optional<Probe> sized(String id, int bytes) {
        String head = "echo#" + id + ": ";
        int room = bytes - head.length();
        if (room < 0) {
            return Optional.empty();
        }
        String filling = FILLER.repeat(room / FILLER.length() + 1).substring(0, room);
        return Optional.of(new Probe(id, "echo", head + filling, Optional.of(filling)));
    }

    private static Optional<String> expected(String name, @Nullable String arguments) {
        return name.equals("echo") ? Optional.of(arguments == null ? "" : arguments) : Optional.empty();
    }

    int size() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What its answers start with, before {@code :} or {@code !}; empty = nothing is known. */
    String head() {
        return id.isEmpty() ? name : name + "#" + id;
    }

    /** What an answer that belongs to this command means. */
    Outcome judge(byte[] answer) {
        byte[] head = head().getBytes(StandardCharsets.UTF_8);
        if (name.isEmpty()) {
            return Outcome.ANSWERED;
        }
        if (answer.length > head.length && answer[head.length] == '!') {
            return Outcome.REFUSED;
        }
        if (expected.isEmpty()) {
            return Outcome.ANSWERED;
        }
        int from = head.length + 1;
        if (from < answer.length && answer[from] == ' ') {
            from++;
        }
        byte[] want = expected.get().getBytes(StandardCharsets.UTF_8);
        boolean same = answer.length >= from && Arrays.equals(answer, from, answer.length, want, 0, want.length);
        return same ? Outcome.ANSWERED : Outcome.MISMATCH;
    }
}
