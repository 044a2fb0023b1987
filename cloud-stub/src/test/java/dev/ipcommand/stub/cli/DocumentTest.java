package dev.ipcommand.stub.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/cloud-stub.md} and the program say the same. */
class DocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "cloud-stub.md");
    private static final Pattern ERROR = Pattern.compile("\\| \\d{3} \\| \\d{5} \\| .*");
    private static final Pattern SWITCH = Pattern.compile("--[a-z][a-z0-9-]+");

    @Test
    void shouldListEveryErrorWithItsEvidence() throws IOException {
        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> ERROR.matcher(line).matches())
                .toList();

        assertEquals(
                Arrays.stream(ErrorCode.values()).map(DocumentTest::row).collect(Collectors.joining("\n")),
                String.join("\n", documented));
    }

    private static String row(ErrorCode error) {
        String evidence = error.evidence().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| " + error.httpStatus() + " | " + error.code() + " | " + evidence + " | " + error.message("…") + " |";
    }

    @Test
    void shouldNameOnlySwitchesThatExist() throws IOException {
        CommandLine command = new CommandLine(new Main());
        Set<String> known = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
        command.getSubcommands()
                .values()
                .forEach(sub -> known.addAll(sub.getCommandSpec().optionsMap().keySet()));

        int named = 0;
        for (String line : Files.readAllLines(DOCUMENT)) {
            // Of the commands that are typed, those of curl and of the bench have options of their own.
            Matcher matcher =
                    SWITCH.matcher(line.contains("bin/bench") || line.contains("--data-urlencode") ? "" : line);
            while (matcher.find()) {
                named++;
                assertTrue(known.contains(matcher.group()), line);
            }
        }
        assertTrue(named > 20, "found only " + named + " switches: is this the document?");
    }
}
