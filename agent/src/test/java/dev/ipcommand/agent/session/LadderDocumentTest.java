package dev.ipcommand.agent.session;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The recovery ladder in the documentation is the one that runs. {@code -Dupdate.docs=true} writes it. */
class LadderDocumentTest {
    private static final PrintedSection SECTION = new PrintedSection(
            "<!-- recovery ladder: printed from LadderTable by a test -->\n", "<!-- end of recovery ladder -->\n");

    @Test
    void shouldMatchTheDocumentation() throws IOException {
        SECTION.shouldBe(ladder());
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
