package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays the DTE's side of a transcript and compares the modem's.
 *
 * <p>{@code >} from the DTE, {@code <} from the modem, {@code ~} milliseconds that pass, {@code !} what the world does.
 * {@code {P}} and {@code {R}} are payloads that hold all that a careless parser trips over.
 */
class TranscriptTest {
    private static final String INBOUND = "\u0001\u0000\r\nOK\r\n\u00ff\u001a\u001b\u0003";
    private static final String REPLY = "ack\u0000\r\n\u001a>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quectel/bg96/buffer.txt",
                "quectel/ec25/push.txt",
                "simcom/sim7600/push.txt",
                "simcom/sim7600/buffer.txt",
                "simcom/sim7080/push.txt",
                "simcom/sim7080/buffer.txt"
            })
    void shouldAnswerAsTheTranscriptSays(String name) throws IOException {
        String model = name.split("/", -1)[1].toLowerCase(Locale.ROOT);
        ModemFixture fixture = new ModemFixture(model);

        int number = 0;
        for (String line : lines(name)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                play(fixture, line, name + ":" + number);
            }
        }

        assertEquals("", fixture.taken(), "left over at the end of " + name);
    }

    private static void play(ModemFixture fixture, String line, String where) {
        String text = line.length() < 2 ? "" : line.substring(2);
        switch (line.charAt(0)) {
            case '>' -> fixture.send(ModemFixture.latin(unescape(text)));
            case '<' -> assertEquals(escape(unescape(text)), escape(fixture.taken()), where);
            case '~' -> fixture.time.advance(Long.parseLong(text));
            case '!' -> happen(fixture, text.split(" ", 2));
            default -> throw new IllegalArgumentException(where + ": " + line);
        }
    }

    private static void happen(ModemFixture fixture, String[] event) {
        switch (event[0]) {
            case "datagram" -> fixture.arrive(ModemFixture.latin(unescape(event[1])));
            case "sent" -> {
                FakeUdp.Sent sent = fixture.udp.sent.remove(0);
                assertEquals(escape(unescape(event[1])), escape(new String(sent.payload, StandardCharsets.ISO_8859_1)));
                assertEquals("127.64.0.1:6767", sent.to);
            }
            case "fault" -> fixture.fault(event[1]);
            case "context-lost" -> fixture.modem.session().lose();
            case "network" -> fixture.network.reachable = event[1].equals("up");
            default -> throw new IllegalArgumentException(event[0]);
        }
        fixture.time.settle();
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = TranscriptTest.class.getResourceAsStream("/transcripts/" + name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\s", " ")
                .replace("{P}", INBOUND)
                .replace("{R}", REPLY);
    }

    private static String escape(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .forEach(c -> shown.append(
                        c == '\r'
                                ? "\\r"
                                : c == '\n' ? "\\n" : c < 32 || c > 126 ? "\\x%02X".formatted(c) : (char) c + ""));
        return shown.toString();
    }
}
