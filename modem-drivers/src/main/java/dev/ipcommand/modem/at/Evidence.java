package dev.ipcommand.modem.at;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last few lines, shortened, for messages of failures. */
final class Evidence {
    private static final int LINES = 4;
    private static final int CHARACTERS = 60;

    /** A registration up to its status, and what {@code +CPSI} says up to its mode: after them come network, area and cell. */
    private static final Pattern PLACE =
            Pattern.compile("(\\+C[EG]?REG: ?[0-9]{1,2}(?:,(?:[0-9]|10)(?=,|$))?|\\+CPSI: ?[^,]*,[^,]*),.*");

    private final Deque<String> last = new ArrayDeque<>();
    private String secret = "";

    /** From now on no line shows that text: a modem that echoes repeats what it was told, at any time. */
    void hide(String text) {
        secret = text.isEmpty() ? secret : text;
    }

    void add(String whole) {
        String line = withoutPlace(secret.isEmpty() ? whole : whole.replace(secret, "…"));
        if (last.size() == LINES) {
            last.remove();
        }
        last.add(line.length() > CHARACTERS ? line.substring(0, CHARACTERS) + "…" : line);
    }

    /** A line without what tells where the gateway is. */
    static String withoutPlace(String line) {
        return PLACE.matcher(line).replaceFirst("$1,…");
    }

    List<String> lines() {
        return List.copyOf(last);
    }
}
