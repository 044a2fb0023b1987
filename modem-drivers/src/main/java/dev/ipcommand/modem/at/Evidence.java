package dev.ipcommand.modem.at;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few lines, shortened, for messages of failures. */
final class Evidence {
    private static final int LINES = 4;
    private static final int CHARACTERS = 60;

    private final Deque<String> last = new ArrayDeque<>();
    private String secret = "";

    /** From now on no line shows that text: a modem that echoes repeats what it was told, at any time. */
    void hide(String text) {
        secret = text.isEmpty() ? secret : text;
    }

    void add(String whole) {
        String line = secret.isEmpty() ? whole : whole.replace(secret, "…");
        if (last.size() == LINES) {
            last.remove();
        }
        last.add(line.length() > CHARACTERS ? line.substring(0, CHARACTERS) + "…" : line);
    }

    List<String> lines() {
        return List.copyOf(last);
    }
}
