package dev.ipcommand.agent.journal;

import static dev.ipcommand.agent.journal.JournalFixture.DAY;
import static dev.ipcommand.agent.journal.JournalFixture.HOUR;
import static dev.ipcommand.agent.journal.JournalFixture.NOON;
import static dev.ipcommand.agent.journal.JournalFixture.badClock;
import static dev.ipcommand.agent.journal.JournalFixture.signed;
import static dev.ipcommand.agent.journal.JournalFixture.stored;
import static dev.ipcommand.agent.journal.JournalFixture.token;
import static dev.ipcommand.agent.journal.JournalFixture.unsigned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.Claim.Fresh;
import dev.ipcommand.agent.journal.Claim.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the system clock does, what was executed is not executed again. */
@Timeout(60)
class CommandJournalClockTest {
    private static final long TEN_YEARS = 3650 * DAY;

    private JournalFixture at;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        at = new JournalFixture(directory);
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void shouldStartWithoutATime() {
        assertEquals(0, at.journal.latestTime());
        assertEquals(0, at.journal.floor("ops1"));
    }

    @Test
    void shouldFollowAGoodClockAndNeverGoBack() throws Exception {
        at.execute(signed(null, "a"), "c", token(NOON));
        assertEquals(NOON, at.journal.latestTime());
        at.execute(signed(null, "b"), "c", token(NOON + 30 * DAY));
        assertEquals(NOON + 30 * DAY, at.journal.latestTime());
        assertEquals(NOON + 29 * DAY, at.journal.floor("ops1"));

        at.execute(signed(null, "d"), "c", new TokenUse(NOON + 30 * DAY, NOON + 31 * DAY, NOON, true));
        assertEquals(NOON + 30 * DAY, at.journal.latestTime());
    }

    @Test
    void shouldRaiseTimesOnlyByCommandsThatStart() throws Exception {
        at.execute(signed(null, "a"), "c", token(NOON));
        at.fresh(signed(null, "b"), "c", token(NOON + DAY)).release();
        at.fresh(signed(null, "d"), "c", token(NOON + DAY));
        at.claim(signed(null, "a"), "c", token(NOON + DAY));
        at.journal.drain();

        assertEquals(NOON, at.journal.latestTime());
        assertEquals(NOON - DAY, at.journal.floor("ops1"));
    }

    @Test
    void shouldNeverBePushedFartherThanADayByABadClockHoweverOftenItRestarts() throws Exception {
        at.execute(signed(null, "a"), "c", token(NOON));
        for (int i = 0; i < 10; i++) {
            at.execute(signed(null, "b" + i), "c", badClock(NOON + 5 * DAY, NOON + TEN_YEARS));
            assertEquals(NOON + DAY, at.journal.latestTime());
            assertEquals(NOON, at.journal.floor("ops1"));
            at.restart();
        }

        at.runs(Duration.ofHours(5));
        at.execute(signed(null, "d"), "c", badClock(NOON + 5 * DAY, NOON + TEN_YEARS));
        assertEquals(NOON + DAY + 5 * HOUR, at.journal.latestTime(), "really elapsed time counts");
        assertEquals(NOON + 5 * HOUR, at.journal.floor("ops1"));
        at.restart();
        assertEquals(NOON + DAY + 5 * HOUR, at.journal.latestTime());
    }

    @Test
    void shouldNotTakeAPushedValueForANewBase() throws Exception {
        at.execute(signed(null, "a"), "c", token(NOON));
        for (int i = 0; i < 10; i++) {
            at.execute(signed(null, "bad" + i), "c", new TokenUse(NOON, NOON + 3 * DAY, NOON + TEN_YEARS, false));
            // As the verifier says it: not before latest time.
            long now = Math.max(NOON + i, at.journal.latestTime());
            at.execute(signed(null, "good" + i), "c", new TokenUse(NOON, NOON + 3 * DAY, now, true));
        }

        assertEquals(NOON + DAY, at.journal.latestTime());
    }

    @Test
    void shouldBeginWithWhatIsSignedIfNoClockIsGood() throws Exception {
        at.execute(signed(null, "a"), "c", badClock(NOON, NOON + TEN_YEARS));
        assertEquals(NOON - 300, at.journal.latestTime());

        at.execute(signed(null, "b"), "c", badClock(NOON, 0));
        assertEquals(NOON - 300, at.journal.latestTime());
        at.execute(signed(null, "d"), "c", badClock(NOON + HOUR, 0));
        assertEquals(NOON + HOUR - 300, at.journal.latestTime(), "a board whose clock stays in 1970");
    }

    @Test
    void shouldSurviveTimesFromTheEndsOfTheRange() throws Exception {
        for (boolean good : new boolean[] {false, true}) {
            for (long time : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
                long before = at.journal.latestTime();
                var claim = at.claim(signed(null, good + "" + time), "c", new TokenUse(time, time, time, good));
                if (claim instanceof Fresh fresh) {
                    fresh.execution().start();
                }
                assertTrue(at.journal.latestTime() >= before);
                assertTrue(at.journal.floor("ops1") >= 0);
            }
        }
    }

    @Test
    void shouldForgetASignedCommandOnlyWhenLatestTimeSaysSoAndRefuseItThen() throws Exception {
        at.execute(signed("1", "a"), "on", token(NOON));
        at.execute(signed(null, "b"), "c", token(NOON + HOUR + 300));
        assertEquals(stored("on"), at.claim(signed("1", "a"), "on", token(NOON)));

        at.execute(signed(null, "d"), "c", token(NOON + HOUR + 400));
        assertEquals(Refused.TOKEN_USED, at.claim(signed("1", "a"), "on", token(NOON)));
        at.fresh(signed("1", "e"), "other", token(NOON + HOUR + 400));
    }

    @Test
    void shouldKeepFloorsOverPurgeAndRewrite() throws Exception {
        at.execute(signed(null, "a"), "c", token(NOON));
        CommandKey other = new CommandKey("ops2", "pump", null, "x");
        at.execute(other, "c", token(NOON + 100 * DAY));
        byte[] large = new byte[CommandRecord.MAX_DATAGRAM];
        for (int i = 0; i < 3000; i++) {
            Execution execution = at.fresh(unsigned("n" + i), "c", null);
            execution.start();
            execution.finish(new StoredAnswer("ok", large), () -> {});
        }
        at.restart();

        assertEquals(NOON - DAY, at.journal.floor("ops1"));
        assertEquals(NOON + 99 * DAY, at.journal.floor("ops2"));
        assertEquals(NOON + 100 * DAY, at.journal.latestTime());
    }

    /** A verifier that asks the clock and {@code latestTime}, as the design says, before each claim. */
    @Test
    void shouldNeverExecuteATokenTwiceWhileTheClockJumps() throws Exception {
        long seed = 20_240_611;
        Random random = new Random(seed);
        long[] clocks = {0, NOON, NOON + TEN_YEARS, NOON - TEN_YEARS, NOON + 2 * HOUR, NOON + 2 * DAY};
        List<TokenUse> issued = new ArrayList<>();
        List<Boolean> executed = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(10) == 0) {
                long at = NOON + step;
                issued.add(new TokenUse(at, at + 60 + random.nextInt((int) (3 * DAY)), 0, false));
                executed.add(false);
            }
            if (random.nextInt(2000) == 0) {
                at.restart();
            }
            if (issued.isEmpty()) {
                continue;
            }
            int index = random.nextInt(issued.size());
            TokenUse token = issued.get(index);
            // Good means right: synchronised at real time. Otherwise it says anything.
            boolean good = random.nextInt(8) == 0;
            long system = good ? NOON + step : clocks[random.nextInt(clocks.length)];
            long now = Math.max(system, at.journal.latestTime());
            var use = new TokenUse(token.issuedAt(), token.expires(), now, good);
            if (at.claim(signed("n" + index, "j" + index), "c" + index, use) instanceof Fresh fresh) {
                assertTrue(!executed.get(index), "seed " + seed + " step " + step + " token " + index);
                assertTrue(fresh.execution().start());
                fresh.execution().finish(JournalFixture.answer("x"), () -> {});
                executed.set(index, true);
            }
        }
        long count = executed.stream().filter(done -> done).count();
        assertTrue(count > executed.size() / 3, count + " of " + executed.size() + ", seed " + seed);
    }
}
