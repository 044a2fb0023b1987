package dev.ipcommand.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script's own file takes away and never gives. */
class SidecarTest {
    @TempDir
    private Path directory = Path.of("unset");

    private Path file() {
        return directory.resolve("s.toml");
    }

    private Sidecar sidecar(String text) throws IOException, ConfigException {
        return Sidecar.load(Files.writeString(file(), text), Set.of("ops1", "ops2"));
    }

    private String problemsOf(String text) {
        return assertThrows(ConfigException.class, () -> sidecar(text)).problems().stream()
                .map(ConfigProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    private static HandlerPolicy policy(List<String> allow) {
        return new HandlerPolicy(
                allow, Duration.ofSeconds(10), 4, 8, ReplyMode.RAW, true, true, 64 << 20, Map.of("depot", "north"));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "anyone,      anyone,      anyone,    0",
        "anyone,      signed,      signed,    0",
        "anyone,      ops1,        ops1,      0",
        "anyone,      '',          '',        0",
        "anyone,      signed ops1, signed ops1, 0",
        "signed,      anyone,      signed,    1",
        "signed,      signed,      signed,    0",
        "signed,      ops1,        ops1,      0",
        "signed,      anyone ops1, ops1 signed, 1",
        "ops1,        anyone,      ops1,      1",
        "ops1,        signed,      ops1,      1",
        "ops1,        ops2,        '',        1",
        "ops1 ops2,   ops2,        ops2,      0",
        "signed ops1, ops1,        ops1,      0",
        "'',          anyone,      '',        1",
        "'',          '',          '',        0"
    })
    void shouldLetInWhomBothAllow(String configured, String stated, String both, int wider) throws Exception {
        HandlerPolicy policy = policy(words(configured));
        Sidecar sidecar = sidecar("allow = " + Toml.value(words(stated)));

        assertEquals(words(both), sidecar.narrow(policy).allow());
        assertEquals(wider, sidecar.wider(policy, "s").size());
    }

    @Test
    void shouldTakeTheSmallerNumbersAndLeaveTheRest() throws Exception {
        HandlerPolicy narrow = sidecar(
                        """
                        description = "Reports the tank's level"
                        deadline = "1.5s"
                        concurrency = 2
                        queue = 1
                        memory = "32MiB"
                        """)
                .narrow(policy(List.of("anyone")));

        assertEquals(
                new HandlerPolicy(
                        List.of("anyone"),
                        Duration.ofMillis(1500),
                        2,
                        1,
                        ReplyMode.RAW,
                        true,
                        true,
                        32 << 20,
                        Map.of("depot", "north")),
                narrow);
        assertEquals(
                "Reports the tank's level",
                sidecar("description = \"Reports the tank's level\"").description());
    }

    @Test
    void shouldKeepThePolicyWhereItAsksForMoreAndNameThePlaces() throws Exception {
        HandlerPolicy policy = policy(List.of("ops1"));
        Sidecar sidecar = sidecar(
                """
                allow = ["ops1",
                  "signed"]
                deadline = "1m"
                concurrency = 5
                queue = 9
                memory = "0"
                """);

        assertEquals(policy, sidecar.narrow(policy));
        assertEquals(
                List.of(
                        file() + ":2:3: allow: \"signed\" is wider than [handler.s] of the configuration, which allows "
                                + "[\"ops1\"]",
                        file() + ":3:1: deadline: 60s is more than the 10s of the configuration, which holds",
                        file() + ":4:1: concurrency: 5 is more than the 4 of the configuration, which holds",
                        file() + ":5:1: queue: 9 is more than the 8 of the configuration, which holds",
                        file() + ":6:1: memory: \"0\" (no limit) is more than the 64 MiB of the configuration, which "
                                + "holds"),
                sidecar.wider(policy, "s").stream().map(ConfigProblem::toString).toList());
    }

    @Test
    void shouldLimitMemoryWhereTheConfigurationDoesNot() throws Exception {
        Sidecar sidecar = sidecar("memory = \"1GiB\"");

        assertEquals(1L << 30, sidecar.narrow(HandlerPolicy.DEFAULT).memoryBytes());
        assertEquals(List.of(), sidecar.wider(HandlerPolicy.DEFAULT, "s"));
    }

    @Test
    void shouldChangeNothingWhenEmpty() throws Exception {
        HandlerPolicy policy = policy(List.of("signed"));

        assertEquals(policy, sidecar("# nothing yet\n").narrow(policy));
        assertEquals("", sidecar("").description());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            allow = "anyone"           | 1:1: allow: | allowed is a list of "anyone", "signed" and ids
            allow = ["ops3"]           | 1:10: allow: | is nobody (did you mean "ops1"?)
            alow = []                  | 1:1: alow: | did you mean allow?
            deadline = "5"             | 1:1: deadline: | allowed is a time with a unit
            deadline = "1h"            | 1:1: deadline: | from 100ms to 10m
            concurrency = 17           | 1:1: concurrency: | from 1 to 16
            memory = 5                 | 1:1: memory: | allowed is "0", or a size with a unit
            reply = "raw"              | 1:1: reply: | unknown key
            description = "a\\u0007b"  | 1:1: description: | without control characters
            deadline =                 | 1: | expected
            """)
    void shouldNameWhatIsWrongWithItsPlaceAndWhatIsAllowed(String text, String place, String what) {
        String problems = problemsOf(text);

        assertTrue(problems.startsWith(file() + ":" + place), problems);
        assertTrue(problems.contains(what), problems);
    }

    @Test
    void shouldRefuseADescriptionThatIsTooLong() throws Exception {
        assertEquals(
                80,
                sidecar("description = \"" + "x".repeat(80) + "\"")
                        .description()
                        .length());
        assertTrue(problemsOf("description = \"" + "x".repeat(81) + "\"").contains("up to 80"));
    }

    @Test
    void shouldRefuseAFileThatIsTooBig() throws Exception {
        sidecar("#".repeat(Sidecar.MAX_BYTES));

        assertEquals(
                file() + ": is over 64 KiB, allowed are 65536 bytes", problemsOf("#".repeat(Sidecar.MAX_BYTES + 1)));
    }
}
