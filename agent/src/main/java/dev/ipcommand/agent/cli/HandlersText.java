package dev.ipcommand.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ipcommand.agent.dispatch.ListedHandler;
import dev.ipcommand.agent.dispatch.Trial;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Handlers and trials as text. Pure. */
final class HandlersText {
    private static final List<String> HEAD = List.of("NAME", "KIND", "WHO MAY CALL", "DEADLINE", "WHERE");

    private HandlersText() {}

    /** Columns as wide as what is in them; the last two are as long as they are. */
    static String table(List<ListedHandler> handlers, List<String> problems) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (ListedHandler each : handlers) {
            String where = each.description().isEmpty() ? each.where() : each.where() + "  " + each.description();
            rows.add(List.of(each.name(), each.kind().word(), who(each), time(each.deadline()), where));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                line.append(column == row.size() - 1 ? cell : cell + " ".repeat(width - cell.length() + 2));
            }
            lines.add(plain(line.toString().stripTrailing()));
        }
        problems.forEach(problem -> lines.add(plain(problem)));
        return String.join(System.lineSeparator(), lines);
    }

    /** Who may call, or why nobody may. */
    static String who(ListedHandler handler) {
        return handler.allow().isEmpty() ? "nobody: " + handler.unlock() : String.join(", ", handler.allow());
    }

    /** As in the configuration. */
    private static String time(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    static String json(List<ListedHandler> handlers, List<String> problems) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("handlers");
            for (ListedHandler each : handlers) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("kind", each.kind().word());
                json.writeStringField("where", each.where());
                json.writeArrayFieldStart("allow");
                for (String who : each.allow()) {
                    json.writeString(who);
                }
                json.writeEndArray();
                json.writeStringField("unlock", each.unlock());
                json.writeNumberField("deadline_ms", each.deadline().toMillis());
                json.writeStringField("description", each.description());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (String problem : problems) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** A trial, one fact a line. */
    static String trial(Trial trial, Duration deadline) {
        List<String> lines = new ArrayList<>();
        byte[] datagram = trial.datagram().orElse(new byte[0]);
        add(lines, "reply", trial.datagram().map(HandlersText::shown).orElse("none"));
        boolean inReply = trial.datagram().isPresent() || trial.reason().isEmpty();
        add(lines, "status", inReply ? trial.status() : trial.status() + ": " + trial.reason());
        add(lines, "size", datagram.length + " of " + Reply.MAX_BYTES + " bytes");
        add(lines, "time", trial.took().toMillis() + " ms of " + deadline.toMillis() + " ms");
        for (byte[] message : trial.messages()) {
            add(lines, "message", shown(message));
        }
        for (String line : trial.said()) {
            add(lines, "log", line);
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** Text as it is, more lines below the first; anything else in hex. */
    static String shown(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))) {
                return text;
            }
        } catch (CharacterCodingException e) {
            return hex(bytes);
        }
        return hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return "hex " + HexFormat.of().formatHex(bytes);
    }

    private static void add(List<String> lines, String label, String text) {
        String indented = text.lines().map(HandlersText::plain).collect(Collectors.joining("\n" + " ".repeat(9)));
        lines.add(String.format(Locale.ROOT, "%-9s%s", label, indented).stripTrailing());
    }

    /** What a file or a handler calls itself must not move the cursor of a terminal. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
    }
}
