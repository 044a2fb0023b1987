package dev.ipcommand.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checks in the documentation are those that run, in their order. */
class OperationsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]+ \\| [^|]+ \\|$");

    @Test
    void shouldNameEveryCheck() throws IOException {
        String text = Files.readString(DOCUMENT);
        String checks = text.substring(text.indexOf("<!-- checks:"), text.indexOf("<!-- end of checks -->"));

        List<String> documented = ROW.matcher(checks)
                .results()
                .map(MatchResult::group)
                .map(row -> row.split("`", -1)[1])
                .toList();

        assertEquals(Checkup.checks().stream().map(Check::id).toList(), documented);
    }
}
