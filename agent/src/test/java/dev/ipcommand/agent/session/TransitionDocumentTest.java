package dev.ipcommand.agent.session;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The state table in the documentation is the one that runs. {@code -Dupdate.docs=true} writes it. */
class TransitionDocumentTest {
    private static final PrintedSection SECTION = new PrintedSection(
            "<!-- state table: printed from TransitionTable by a test -->\n", "<!-- end of state table -->\n");

    @Test
    void shouldMatchTheDocumentation() throws IOException {
        SECTION.shouldBe(table());
    }

    private static String table() {
        StringBuilder out = new StringBuilder("\n| in | on | to | does |\n|---|---|---|---|\n");
        for (Transition row : TransitionTable.all()) {
            out.append("| ")
                    .append(phases(row))
                    .append(" | ")
                    .append(row.on())
                    .append(" | ")
                    .append(row.to().map(Enum::name).orElse("(stays)"))
                    .append(" | ")
                    .append(effects(row))
                    .append(" |\n");
        }
        return out.append("\n").toString();
    }

    private static String phases(Transition row) {
        List<Phase> in = row.from().stream().sorted().toList();
        return in.size() == Phase.values().length - 1
                ? "any but STOPPING"
                : in.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static String effects(Transition row) {
        String effects = row.effects().stream().map(Enum::name).collect(Collectors.joining(", "));
        String pause = row.pause()
                .map(p -> " after " + p.seconds().replace(" ", ", ") + " s")
                .orElse("");
        String resume = row.resume().map(p -> ", then " + p).orElse("");
        return effects.isEmpty() ? "nothing" : effects + pause + resume;
    }
}
