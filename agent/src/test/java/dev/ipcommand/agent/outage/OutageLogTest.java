package dev.ipcommand.agent.outage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.session.Rung;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Path state;

    OutageLogTest(@TempDir Path state) {
        this.state = state;
    }

    /** The journal thread's tasks, run by hand. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private OutageLog open() {
        return OutageLog.open(state, tasks::add);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static Instant noonPlus(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private Path file() {
        return state.resolve("outages");
    }

    @Test
    void shouldKeepCauseRungsAndLengthOverARestart() {
        OutageLog log = open();

        log.began(NOON, "context lost: the modem has no address");
        log.tried(Rung.CONTEXT, noonPlus(1));
        log.tried(Rung.REATTACH, noonPlus(180));
        log.ended(noonPlus(200), Duration.ofMillis(199_500));
        runTasks();

        Outage kept = open().newestFirst().get(0);
        assertEquals(NOON, kept.began());
        assertEquals("context lost: the modem has no address", kept.cause());
        assertEquals(
                List.of(
                        new Outage.Attempt(Rung.CONTEXT, noonPlus(1)),
                        new Outage.Attempt(Rung.REATTACH, noonPlus(180))),
                kept.tried());
        assertTrue(kept.over());
        assertEquals(Optional.of(Duration.ofMillis(199_500)), kept.lasted());
        assertEquals(log.newestFirst(), open().newestFirst());
    }

    @Test
    void shouldTakeTheLengthFromTheCallerWhenTheClockJumps() {
        OutageLog log = open();

        log.began(NOON, "x");
        log.ended(Instant.EPOCH, Duration.ofSeconds(7));

        assertEquals(
                Optional.of(Duration.ofSeconds(7)), log.newestFirst().get(0).lasted());
    }

    @Test
    void shouldNotTouchTheDiskOnTheCallersThread() {
        OutageLog log = open();

        log.began(NOON, "x");
        log.tried(Rung.LISTENER, NOON);

        assertFalse(Files.exists(file()));
        assertEquals(1, tasks.size(), "what changes while a task waits is written by it too");
        runTasks();
        assertEquals(1, open().newestFirst().get(0).tried().size());
    }

    @Test
    void shouldWriteLaterWhatTheJournalThreadDidNotTake() {
        OutageLog log = OutageLog.open(state, task -> false);
        log.began(NOON, "x");
        OutageLog again = open();
        again.began(NOON, "y");
        runTasks();

        assertEquals("y", open().newestFirst().get(0).cause());
        assertEquals("x", log.newestFirst().get(0).cause());
    }

    @Test
    void shouldKeepTheLastHundredNewestFirst() {
        OutageLog log = open();

        for (int i = 0; i < 130; i++) {
            log.began(noonPlus(i), "number " + i);
            log.ended(noonPlus(i), Duration.ofSeconds(i));
        }
        runTasks();

        List<Outage> kept = open().newestFirst();
        assertEquals(100, kept.size());
        assertEquals("number 129", kept.get(0).cause());
        assertEquals("number 30", kept.get(99).cause());
    }

    @Test
    void shouldEndWithTheNextOneAnOutageThatTheAgentDiedIn() {
        open().began(NOON, "before");
        runTasks();
        OutageLog next = open();
        assertFalse(next.newestFirst().get(0).over(), "it goes on until somebody knows better");

        next.began(noonPlus(600), "after");

        Outage before = next.newestFirst().get(1);
        assertTrue(before.over());
        assertEquals("the agent was restarted; length by the device's clock", before.note());
        assertEquals(Optional.of(Duration.ofMinutes(10)), before.lasted());
        assertFalse(next.newestFirst().get(0).over());
    }

    @Test
    void shouldEndItWithServiceAsWell() {
        open().began(NOON, "before");
        runTasks();
        OutageLog next = open();

        next.tried(Rung.REBOOT, noonPlus(5));
        next.ended(noonPlus(90), Duration.ofSeconds(30));

        Outage before = next.newestFirst().get(0);
        assertEquals(1, next.newestFirst().size());
        assertEquals(List.of(new Outage.Attempt(Rung.REBOOT, noonPlus(5))), before.tried());
        assertEquals(Optional.of(Duration.ofSeconds(90)), before.lasted(), "this life saw only a part of it");
        assertTrue(before.note().startsWith("the agent was restarted"), before.note());
    }

    @Test
    void shouldGiveNoLengthIfTheClockWentBackwardsOverARestart() {
        open().began(NOON, "before");
        runTasks();
        OutageLog next = open();

        next.ended(Instant.EPOCH, Duration.ofSeconds(30));

        assertEquals(Optional.empty(), next.newestFirst().get(0).lasted());
        assertTrue(next.newestFirst().get(0).over());
    }

    @Test
    void shouldTakeWhatBelongsToNoOutageForNothing() {
        OutageLog log = open();

        log.ended(NOON, Duration.ZERO);
        log.tried(Rung.POWER, NOON);
        log.began(NOON, "first");
        log.began(noonPlus(1), "the same goes on");

        assertEquals(1, log.newestFirst().size());
        assertEquals("first", log.newestFirst().get(0).cause());
    }

    @Test
    void shouldBeginAnewWithADamagedFileAndKeepIt() throws IOException {
        byte[] half = Arrays.copyOf(written(), 40);
        Files.write(file(), half);

        OutageLog next = open();

        assertEquals(List.of(), next.newestFirst());
        assertFalse(Files.exists(file()));
        assertArrayEquals(half, Files.readAllBytes(state.resolve("outages.damaged")));
    }

    @Test
    void shouldNoticeEveryHalfFileAndEveryOtherByte() throws IOException {
        byte[] whole = written();
        for (int at = 0; at < whole.length; at++) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 1;
            assertDamaged(Arrays.copyOf(whole, at));
            assertDamaged(wrong);
        }
    }

    private byte[] written() throws IOException {
        OutageLog log = open();
        log.began(NOON, "one");
        log.ended(noonPlus(1), Duration.ofSeconds(1));
        log.began(noonPlus(2), "two");
        log.tried(Rung.SEARCH, noonPlus(3));
        runTasks();
        return Files.readAllBytes(file());
    }

    private static void assertDamaged(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        assertThrows(OutageFile.DamagedException.class, () -> OutageText.parse(text), text);
    }

    @Test
    void shouldStayWithinItsBoundsWhateverItIsTold() throws IOException {
        OutageLog log = open();
        for (int i = 0; i < 100; i++) {
            log.began(noonPlus(i), "\t\n\u001b[2J" + "ä".repeat(5000));
            for (int rung = 0; rung < 200; rung++) {
                log.tried(Rung.REBOOT, noonPlus(rung));
            }
            log.tried(Rung.POWER, noonPlus(900));
            log.ended(noonPlus(i), Duration.ofDays(-1));
        }
        runTasks();

        Outage kept = open().newestFirst().get(0);
        assertTrue(Files.size(file()) < OutageText.MAX_BYTES / 2, Files.size(file()) + " bytes");
        assertEquals(Outage.MAX_TRIED, kept.tried().size());
        assertEquals(201 - Outage.MAX_TRIED, kept.omitted());
        assertEquals(Rung.POWER, kept.tried().get(Outage.MAX_TRIED - 1).rung());
        assertEquals(Outage.MAX_CAUSE, kept.cause().length());
        assertTrue(kept.cause().startsWith("???[2J"), kept.cause());
        assertEquals(Optional.of(Duration.ZERO), kept.lasted());
    }

    @Test
    void shouldGoOnWithoutADiskAndWriteWhenItIsBack() throws IOException {
        OutageLog log = open();
        Files.createDirectory(state.resolve("outages.new"));
        Files.createFile(state.resolve("outages.new/in-the-way"));
        log.began(NOON, "x");
        runTasks();
        assertFalse(Files.exists(file()));

        Files.delete(state.resolve("outages.new/in-the-way"));
        log.ended(NOON, Duration.ofSeconds(1));
        runTasks();

        assertTrue(open().newestFirst().get(0).over());
    }

    @Test
    void shouldBeOnTheDiskWhenTheJournalThreadIsClosed() {
        JournalThread thread = new JournalThread();
        OutageLog log = OutageLog.open(state, thread);
        log.began(NOON, "x");
        thread.close();

        assertEquals(1, open().newestFirst().size());
    }

    @Test
    void shouldSumUpTheLastThirtyDaysAndFindTheLongest() {
        OutageLog log = open();
        log.began(NOON.minus(Duration.ofDays(31)), "long ago");
        log.ended(NOON, Duration.ofHours(5));
        log.began(NOON.minus(Duration.ofDays(29)), "this month");
        log.tried(Rung.REBOOT, NOON.minus(Duration.ofDays(29)));
        log.ended(NOON, Duration.ofMinutes(3));
        log.began(NOON.minusSeconds(60), "now");
        log.tried(Rung.REBOOT, NOON.minusSeconds(30));
        log.tried(Rung.SEARCH, NOON.minusSeconds(20));
        log.tried(Rung.POWER, NOON.minusSeconds(10));

        OutageSummary summary = OutageSummary.of(log.newestFirst(), NOON);

        assertEquals(new OutageSummary(3, Optional.of(Duration.ofHours(5)), Duration.ofMinutes(4)), summary);
        assertEquals(1, OutageSummary.begunWithin(log.newestFirst(), Duration.ofDays(1), NOON));
        assertEquals(2, OutageSummary.resetsWithin(log.newestFirst(), Duration.ofDays(1), NOON));
    }
}
