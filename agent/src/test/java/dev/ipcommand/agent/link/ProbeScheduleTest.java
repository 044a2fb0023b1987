package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.agent.link.ProbeSchedule.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interval 100 s, timeout 10 s, one look a second. Seconds since the link came up; {@code ?} asks, {@code !} gives up. */
class ProbeScheduleTest {
    /** {@code System.nanoTime} may be anything, also about to overflow. */
    private static final long[] ORIGINS = {0, -5, Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(150)};

    @ParameterizedTest(name = "until {0} s, heard at {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Nothing ever: two questions, a verdict; then half as often, and so on.
                " 99 | -                | -",
                "129 | -                | 100? 120?",
                "130 | -                | 100? 120? 130!",
                "360 | -                | 100? 120? 130! 330? 350? 360!",
                "800 | -                | 100? 120? 130! 330? 350? 360! 760? 780? 790!",
                // An answer in time, late during the pause, and to the second question.
                "199 | 101              | 100?",
                "201 | 101              | 100? 201?",
                "220 | 115              | 100? 215?",
                "228 | 129              | 100? 120?",
                // Other datagrams spare the question.
                "400 | 50 149 248 347   | -",
                "400 | 50 150 290       | 250? 270? 280! 390?",
                // What is heard after verdicts ends the doubling.
                "440 | 200              | 100? 120? 130! 300? 320? 330!",
                "700 | 200 500          | 100? 120? 130! 300? 320? 330! 600? 620? 630!",
            })
    void shouldAskOnlyIntoSilence(int until, String heard, String expected) {
        for (long origin : ORIGINS) {
            assertEquals(expected == null ? "" : expected, run(origin, until, heard == null ? "" : heard));
        }
    }

    private static String run(long origin, int until, String heard) {
        List<String> heardAt = List.of(heard.split(" ", -1));
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofSeconds(100), Duration.ofSeconds(10));
        schedule.begin(origin);
        List<String> did = new ArrayList<>();
        for (int second = 0; second <= until; second++) {
            long now = origin + TimeUnit.SECONDS.toNanos(second);
            if (heardAt.contains(String.valueOf(second))) {
                schedule.heard(now);
            }
            Step step = schedule.step(now);
            if (step != Step.WAIT) {
                did.add(second + (step == Step.ASK ? "?" : "!"));
            }
        }
        return String.join(" ", did);
    }

    @ParameterizedTest
    @CsvSource({"30, 1, 60", "600, 3, 4800", "86400, 1, 86400", "30, 40, 86400", "50000, 1, 86400"})
    void shouldDoubleUpToADay(int interval, int verdicts, int expected) {
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofSeconds(interval), Duration.ofSeconds(1));
        schedule.begin(0);
        long now = 0;
        while (schedule.verdicts() < verdicts) {
            now += schedule.dueIn(now);
            schedule.step(now);
        }

        assertEquals(expected, TimeUnit.NANOSECONDS.toSeconds(schedule.dueIn(now)));
    }

    @Test
    void shouldBeginAnewWithAnotherLink() {
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofSeconds(100), Duration.ofSeconds(10));
        schedule.begin(0);
        assertEquals(Step.ASK, schedule.step(TimeUnit.SECONDS.toNanos(100)));

        schedule.begin(TimeUnit.SECONDS.toNanos(105));

        assertEquals(Step.WAIT, schedule.step(TimeUnit.SECONDS.toNanos(204)));
        assertEquals(Step.ASK, schedule.step(TimeUnit.SECONDS.toNanos(205)));
    }
}
