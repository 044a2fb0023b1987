package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The recovery ladder in the documentation is the one that runs. {@code -Dupdate.docs=true} writes it. */
class LadderDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN = "<!-- recovery ladder: printed from LadderTable by a test -->\n";
    private static final String END = "<!-- end of recovery ladder -->\n";

    @Test
    void shouldMatchTheDocumentation() throws IOException {
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, text.substring(0, begin) + ladder() + text.substring(end));
            return;
        }

        assertEquals(ladder(), text.substring(begin, end), "run: mvn -pl agent -am test -Dupdate.docs=true");
    }

    private static String ladder() {
        StringBuilder out =
                new StringBuilder("\n| rung | when | what the agent does | then waits |\n|---|---|---|---|\n");
        for (LadderTable.Row row : LadderTable.rows(LadderTimes.MULTI_IMSI)) {
            out.append("| ")
                    .append(row.rung().number())
                    .append(" | ")
                    .append(row.rung().trouble())
                    .append(": ")
                    .append(row.when())
                    .append(" | ")
                    .append(row.rung().action())
                    .append(" | ")
                    .append(row.then())
                    .append(" |\n");
        }
        out.append('\n');
        LadderTable.rules(LadderTimes.MULTI_IMSI)
                .forEach(rule -> out.append("- ").append(rule).append('\n'));
        return out.append('\n').toString();
    }
}
