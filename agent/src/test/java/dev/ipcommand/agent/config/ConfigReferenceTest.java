package dev.ipcommand.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checked-in file and the code say the same, both ways. */
class ConfigReferenceTest {
    private static final Path CHECKED_IN = Path.of("../config/ipcommand.toml");
    private static final Path FILE = Path.of("/x.toml");
    private static final Pattern LINE = Pattern.compile("#? ?(?:or: )?(?:\\[+([a-z]+)[^]]*]+|([a-z_]+) = .*)");

    @Test
    void shouldBeTheCheckedInFileToTheLetter() throws IOException {
        assertEquals(
                ConfigReference.text(),
                Files.readString(CHECKED_IN),
                "write it again: bin/ipcommand config reference > config/ipcommand.toml");
    }

    @Test
    void shouldLoadToTheDefaults() throws Exception {
        AgentConfig defaults = ConfigLoader.parse(FILE, "");

        assertEquals(defaults, ConfigLoader.parse(FILE, Files.readString(CHECKED_IN)));
    }

    @Test
    void shouldNameEveryKeyThatTheLoaderKnowsAndNoOther() throws IOException {
        List<String> known = new ArrayList<>();
        for (SettingTable table : Settings.TABLES) {
            table.keys().forEach(key -> known.add(table.name() + "." + key));
            if (table.equals(Settings.HANDLER)) {
                known.add("handler.site");
            }
        }
        List<String> written = new ArrayList<>();
        String table = "";
        for (String line : Files.readAllLines(CHECKED_IN)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && matcher.group(1) != null) {
                table = matcher.group(1);
            } else if (matcher.matches()) {
                written.add(table + "." + matcher.group(2));
            }
        }

        assertEquals(known, written);
    }

    @Test
    void shouldGiveExamplesThatLoadWhenTheirSignsAreTakenAway() throws Exception {
        String text = Files.readString(CHECKED_IN).replaceAll("(?m)^#(?=\\S)", "");

        AgentConfig config = ConfigLoader.parse(FILE, text);

        AgentConfig.HandlerPolicy policy =
                Objects.requireNonNull(config.handlerPolicies().get("checkin"));
        assertEquals(List.of("anyone"), policy.allow());
        assertEquals(Duration.ofSeconds(10), policy.deadline());
        assertEquals("legacy", config.routes().get(0).handler());
        assertEquals("EdDSA", Objects.requireNonNull(config.keys().get("ops1")).algorithm());
    }

    @Test
    void shouldExplainEverySetting() {
        for (SettingTable table : Settings.TABLES) {
            for (Setting<?> setting : table.settings()) {
                String name = table.name() + "." + setting.key();
                assertTrue(setting.doc().endsWith("."), name);
                assertTrue(setting.type().allowed().length() > 5, name);
                assertEquals(
                        setting.fallback().isPresent(), setting.fallbackValue().isPresent(), name);
            }
        }
    }
}
