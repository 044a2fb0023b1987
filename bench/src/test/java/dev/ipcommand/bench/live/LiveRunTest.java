package dev.ipcommand.bench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.api.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveRunTest {
    private final FakePlatform platform = new FakePlatform();
    private final List<String> progress = new ArrayList<>();

    private LiveReport run(int count, LivePlan.Message message) {
        LivePlan.Timing timing =
                new LivePlan.Timing(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(50));
        LivePlan plan = new LivePlan("HS1", 6969, count, message, timing);
        assertEquals("", plan.problem());
        return new LiveRun(platform, plan, platform, "abc123", progress::add).run();
    }

    @Test
    void shouldAttributeAnswersByIdWhenTheyComeInAnotherOrder() {
        platform.device = text -> Map.of(text, text.contains("-1:") ? 900L : 100L);

        LiveReport report = run(3, LivePlan.Message.of("echo: x"));

        assertEquals(0, report.exitStatus());
        assertEquals(
                List.of(900L, 100L, 100L),
                report.commands().stream().map(LiveReport.Command::latencyMs).toList());
        assertEquals("echo#abc123-1: x", platform.created.get(0).payload());
    }

    @Test
    void shouldIgnoreAnswersOfEarlierRunsAndCountThoseOfOthers() {
        platform.received("echo#old-1: x");
        platform.received("echo#abc123-1: x");
        platform.device = text -> Map.of("echo#other-1: x", 10L, text, 300L);

        LiveReport report = run(1, LivePlan.Message.of("echo: x"));

        assertEquals(0, report.exitStatus());
        assertEquals(1, report.strangers());
        assertEquals(1, report.commands().get(0).answers());
    }

    @Test
    void shouldTellWhatBecameOfEachCommand() {
        platform.device = text -> switch (text.replaceAll(".*-(\\d):.*", "$1")) {
            case "1" -> Map.of(text, 100L);
            case "2" -> Map.of(text + "!", 100L);
            case "3" -> Map.of(text.replaceAll(":.*", "! resource-exhausted: 60 per minute"), 100L);
            default -> Map.of();
        };

        LiveReport report = run(4, LivePlan.Message.of("echo: x"));

        assertEquals(1, report.exitStatus());
        assertEquals(
                List.of(Outcome.ANSWERED, Outcome.MISMATCH, Outcome.REFUSED, Outcome.NO_ANSWER),
                report.commands().stream().map(LiveReport.Command::outcome).toList());
        assertTrue(report.text().contains("sent 4 of 4, answered 1 (25.0 %)"), report.text());
        assertTrue(progress.stream().anyMatch(line -> line.contains("resource-exhausted")), progress.toString());
    }

    @Test
    void shouldNotWaitForWhatThePlatformCallsFailed() {
        platform.device = text -> Map.of();
        platform.deliveredStatus = "failed";
        long before = platform.nanoTime();

        LiveReport report = run(1, LivePlan.Message.of("ping"));

        assertEquals(Outcome.FAILED, report.commands().get(0).outcome());
        assertTrue(platform.nanoTime() - before < 1_000_000_000L);
    }

    @Test
    void shouldShowADuplicatedCommandAsTwoAnswers() {
        platform.device = text -> Map.of(text, 100L);
        FakePlatform inner = platform;
        inner.device = text -> {
            inner.received(text);
            return Map.of(text, 0L);
        };

        LiveReport report = run(2, LivePlan.Message.of("echo: x"));

        assertEquals(2, report.commands().get(0).answers());
        assertTrue(report.text().contains("duplicate answers 1"), report.text());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindAnswersOnLaterPagesInEitherOrder(boolean oldestFirst) {
        platform.oldestFirst = oldestFirst;
        platform.pageSize = 3;
        for (int i = 0; i < 20; i++) {
            platform.received("noise " + i);
            platform.pause(Duration.ofSeconds(1));
        }
        platform.device = text -> {
            for (int i = 0; i < 10; i++) {
                platform.received("noise");
            }
            return Map.of(text, 1L);
        };

        assertEquals(0, run(5, LivePlan.Message.of("echo: x")).exitStatus());
    }

    @Test
    void shouldSendExactTextOneAtATime() {
        platform.device = text -> Map.of("checkin: done", 700L);

        LiveReport report = run(3, new LivePlan.Message("checkin: firmware update", OptionalInt.empty(), true));

        assertEquals(0, report.exitStatus());
        assertEquals("checkin: firmware update", platform.created.get(2).payload());
        assertTrue(platform.createdAt.get(1) - platform.createdAt.get(0) >= 700, platform.createdAt.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 255, 1300})
    void shouldFillThePayloadToTheSize(int size) {
        LiveReport report = run(1, new LivePlan.Message("", OptionalInt.of(size), false));

        assertEquals(size, platform.created.get(0).size());
        assertEquals(0, report.exitStatus());
    }

    @Test
    void shouldReportAnApiErrorWithWhatWasFoundUntilThen() {
        platform.refusal = Optional.of(new ApiException(401, 20003, "status 401, code 20003: Authenticate"));

        LiveReport report = run(2, LivePlan.Message.of("ping"));

        assertEquals(3, report.exitStatus());
        assertEquals(2, report.count(Outcome.NOT_SENT));
        assertTrue(report.json("loopback", "now").contains("\"code\" : 20003"));
    }

    @Test
    void shouldKeepIdentitiesOutOfTheReport() {
        platform.device = text -> Map.of(text, 1L);

        String json = run(1, LivePlan.Message.of("echo: HS0123 127.64.0.23")).json("loopback", "2026-11-01T00:00:00Z");

        assertFalse(json.matches("(?s).*(HS0|HS1|HG\\d|127\\.|8988).*"), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkin", "checkin: a b", "checkin a b", "checkin:a", "a-b.c_d: x"})
    void shouldPutAnIdIntoATextCommand(String text) {
        Probe probe = Probe.identified(text, "k-1");

        assertEquals(text, probe.text().replace("#k-1", ""));
        assertTrue(probe.text().matches("[a-z][a-z._-]*#k-1([: ].*)?"), probe.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Checkin: a", "{\"json\":1}", "checkin#own: a", "a/b"})
    void shouldLeaveOtherPayloadsAlone(String text) {
        assertEquals(text, Probe.identified(text, "k-1").text());
    }

    @Test
    void shouldNameTheLimitsOfAPlan() {
        LivePlan.Timing timing =
                new LivePlan.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        LivePlan tooBig = new LivePlan("s", 1, 1, LivePlan.Message.of("echo: " + "x".repeat(1300)), timing);
        LivePlan tooSmall = new LivePlan("s", 1, 10, new LivePlan.Message("", OptionalInt.of(5), false), timing);

        assertTrue(tooBig.problem().contains("1300"), tooBig.problem());
        assertTrue(tooSmall.problem().startsWith("size: 1"), tooSmall.problem());
    }

    @Test
    void shouldGivePercentilesByNearestRank() {
        Percentiles percentiles = new Percentiles(new long[] {50, 10, 40, 20, 30});

        assertEquals(10, percentiles.at(0));
        assertEquals(30, percentiles.at(50));
        assertEquals(50, percentiles.at(99));
    }
}
