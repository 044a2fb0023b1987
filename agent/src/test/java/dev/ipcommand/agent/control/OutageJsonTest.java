package dev.ipcommand.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.session.Rung;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OutageJsonTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static Outage longest(int number) {
        List<Outage.Attempt> tried = Stream.generate(() -> new Outage.Attempt(Rung.CONTEXT, NOON.plusNanos(123456789)))
                .limit(24)
                .toList();
        String cause = "\u0001" + "\"".repeat(158) + number;
        return new Outage(NOON, cause, tried, 5, true, Optional.of(Duration.ofHours(3)), cause);
    }

    @Test
    void shouldBringAHundredOfTheLongestOverTheSocket(@TempDir Path directory) throws IOException {
        FakeOperations operations = new FakeOperations();
        List<Outage> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(longest(i));
        }
        operations.outages = all;
        try (ControlServer server = ControlServer.start(directory.resolve("s"), operations)) {
            ControlClient client = new ControlClient(directory.resolve("s"), Duration.ofSeconds(20));

            assertEquals(all, client.outages());
            operations.outages = List.of();
            assertEquals(List.of(), client.outages());
        }
    }

    @Test
    void shouldKeepEveryPageWithinALine() throws IOException {
        List<Outage> all = Stream.generate(() -> longest(1)).limit(100).toList();

        for (int from = 0;
                from < 100;
                from += OutageJson.read(OutageJson.page(all, from)).outages().size()) {
            assertTrue(OutageJson.page(all, from).length <= Json.MAX_LINE);
        }
    }

    @Test
    void shouldKeepWhatGoesOnApartFromWhatNobodyMeasured() throws IOException {
        Outage goingOn = new Outage(NOON, "a", List.of(), 0, false, Optional.empty(), "");
        Outage unmeasured = new Outage(NOON, "b", List.of(), 0, true, Optional.empty(), "the agent was restarted");

        List<Outage> read = OutageJson.read(OutageJson.page(List.of(goingOn, unmeasured), 0))
                .outages();

        assertEquals(List.of(goingOn, unmeasured), read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"outages\":[{\"began\":\"noon\"}]}",
                "{\"outages\":[{\"began\":\"2026-03-01T12:00:00Z\",\"tried\":[{\"rung\":\"ladder\",\"at\":\"\"}]}]}"
            })
    void shouldRefuseWhatIsNoListOfOutages(String line) {
        assertThrows(IOException.class, () -> OutageJson.read(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldSayInAReportWhatTheyComeTo() {
        String report =
                new String(OutageJson.report(List.of(longest(1)), NOON.plusSeconds(60), false), StandardCharsets.UTF_8);

        assertTrue(
                report.startsWith(
                        "{\"from\":\"file\",\"count\":1,\"longest_ms\":10800000,\"last_30_days_ms\":10800000,"),
                report);
    }
}
