package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of {@code docs/architecture.md} that is printed from the code, between two comments. */
record PrintedSection(String begin, String end) {
    private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");

    /** Fails if the document has something else there; {@code -Dupdate.docs=true} writes it instead. */
    void shouldBe(String printed) throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + printed + text.substring(to));
            return;
        }

        assertEquals(printed, text.substring(from, to), "run: mvn -pl agent -am test -Dupdate.docs=true");
    }
}
