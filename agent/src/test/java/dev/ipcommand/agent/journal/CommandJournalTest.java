package dev.ipcommand.agent.journal;

import static dev.ipcommand.agent.journal.JournalFixture.NOON;
import static dev.ipcommand.agent.journal.JournalFixture.aborted;
import static dev.ipcommand.agent.journal.JournalFixture.answer;
import static dev.ipcommand.agent.journal.JournalFixture.signed;
import static dev.ipcommand.agent.journal.JournalFixture.stored;
import static dev.ipcommand.agent.journal.JournalFixture.token;
import static dev.ipcommand.agent.journal.JournalFixture.unsigned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.Claim.Refused;
import dev.ipcommand.agent.journal.Claim.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandJournalTest {
    private final FakeDisk disk = new FakeDisk();
    private JournalFixture at;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        at = new JournalFixture(directory, disk);
    }

    @AfterEach
    void shouldLeaveNoThreadBehind() {
        at.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("journal")));
    }

    @Test
    void shouldGiveTheAnswerToWhoeverRepeatsTheCommand() throws Exception {
        at.execute(unsigned("1"), "on", null);
        at.execute(signed("1", "a"), "on", token(NOON));
        at.execute(signed(null, "b"), "off", token(NOON));

        assertEquals(stored("on"), at.claim(unsigned("1"), "on", null));
        assertEquals(stored("on"), at.claim(signed("1", "a"), "on", token(NOON)));
        assertEquals(stored("off"), at.claim(signed(null, "b"), "off", token(NOON)));
    }

    @Test
    void shouldRefuseAnotherCommandWithAUsedId() throws Exception {
        at.execute(unsigned("1"), "on", null);
        at.execute(signed("1", "a"), "on", token(NOON));

        assertEquals(Refused.ID_USED, at.claim(unsigned("1"), "off", null));
        assertEquals(Refused.ID_USED, at.claim(signed("1", "b"), "off", token(NOON)));
        assertEquals(Refused.TOKEN_USED, at.claim(signed("2", "a"), "off", token(NOON)));
    }

    @Test
    void shouldTellEveryListenerThoughOneRunsOutOfStackOrMemory() throws Exception {
        List<Execution> executions = new ArrayList<>();
        for (String id : List.of("1", "2", "3")) {
            Execution execution = at.fresh(unsigned(id), "on", null);
            assertTrue(execution.start());
            executions.add(execution);
        }
        CountDownLatch bothWait = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        executions.get(0).finish(answer("1"), () -> awaitQuietly(bothWait));
        executions.get(1).finish(answer("2"), () -> {
            throw new StackOverflowError();
        });
        executions.get(2).finish(answer("3"), told::countDown);
        bothWait.countDown();

        assertTrue(told.await(20, TimeUnit.SECONDS));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldKeepPrincipalsAndNamesApart() throws Exception {
        at.execute(signed("1", "a"), "on", token(NOON));

        at.fresh(new CommandKey("ops2", "pump", "1", "a"), "off", token(NOON));
        at.fresh(new CommandKey("ops1", "valve", "1", "b"), "off", token(NOON));
        at.fresh(unsigned("1"), "off", null);
        assertEquals(0, at.journal.floor("ops2"));
    }

    @Test
    void shouldSayUnderWayFromTheClaimUntilTheAnswerIsOnTheDisk() throws Exception {
        Execution execution = at.fresh(unsigned("1"), "on", null);
        assertEquals(Refused.UNDER_WAY, at.claim(unsigned("1"), "on", null));
        execution.start();
        assertEquals(Refused.UNDER_WAY, at.claim(unsigned("1"), "on", null));
        disk.hold();
        execution.finish(answer("did on"), () -> {});
        assertEquals(Refused.UNDER_WAY, at.claim(unsigned("1"), "on", null));
        disk.go();
        at.journal.drain();

        assertEquals(stored("on"), at.claim(unsigned("1"), "on", null));
    }

    @Test
    void shouldFreeAReleasedCommand() throws Exception {
        at.fresh(signed("1", "a"), "on", token(NOON)).release();
        Execution again = at.fresh(signed("1", "a"), "off", token(NOON));
        again.start();

        assertThrows(IllegalStateException.class, again::release);
        assertThrows(IllegalStateException.class, again::start);
    }

    @Test
    void shouldKeepEverythingOverARestart() throws Exception {
        at.execute(unsigned("1"), "on", null);
        at.execute(signed("1", "a"), "on", token(NOON));
        Execution silent = at.fresh(unsigned("2"), "quiet", null);
        silent.start();
        silent.finish(new StoredAnswer("ok", null), () -> {});
        for (int i = 0; i < 2; i++) {
            at.restart();

            assertEquals(stored("on"), at.claim(unsigned("1"), "on", null));
            assertEquals(stored("on"), at.claim(signed("1", "a"), "on", token(NOON)));
            assertEquals(new Stored(new StoredAnswer("ok", null)), at.claim(unsigned("2"), "quiet", null));
            assertEquals(Refused.ID_USED, at.claim(unsigned("1"), "off", null));
            assertEquals(Refused.TOKEN_USED, at.claim(signed(null, "a"), "off", token(NOON)));
            assertEquals(NOON, at.journal.latestTime());
            assertEquals(NOON - JournalFixture.DAY, at.journal.floor("ops1"));
        }
    }

    @Test
    void shouldAnswerAbortedWhatACrashCutOffAndForgetWhatNeverStarted() throws Exception {
        at.fresh(signed("1", "a"), "on", token(NOON)).start();
        at.fresh(signed("2", "b"), "on", token(NOON));
        at.restart();

        assertEquals(new Stored(aborted(signed("1", "a"))), at.claim(signed("1", "a"), "on", token(NOON)));
        at.fresh(signed("2", "b"), "on", token(NOON));
    }

    @Test
    void shouldReplaceAnAnswerForGood() throws Exception {
        at.execute(signed("1", "a"), "reboot", token(NOON));
        at.restart();
        List<String> told = new ArrayList<>();
        at.journal.amend(signed("1", "a"), answer("back"), () -> told.add("known"));
        at.journal.amend(signed("9", "z"), answer("back"), () -> told.add("unknown"));
        at.journal.drain();
        assertEquals(List.of("known", "unknown"), told);

        at.restart();
        assertEquals(new Stored(answer("back")), at.claim(signed("1", "a"), "reboot", token(NOON)));
        at.fresh(signed("9", "z"), "reboot", token(NOON));
    }

    @Test
    void shouldAmendAnAnswerThatIsStillOnItsWay() throws Exception {
        Execution execution = at.fresh(unsigned("1"), "on", null);
        execution.start();
        disk.hold();
        execution.finish(answer("first"), () -> {});
        at.journal.amend(unsigned("1"), answer("second"), () -> {});
        disk.go();
        at.restart();

        assertEquals(new Stored(answer("second")), at.claim(unsigned("1"), "on", null));
    }

    @Test
    void shouldTakeASecondTokenForTheSameCommandAsLongAsTheLaterOfBothLives() throws Exception {
        at.execute(signed("1", "a"), "on", token(NOON));
        assertEquals(stored("on"), at.claim(signed("1", "b"), "on", token(NOON + 3000)));
        at.journal.drain();
        at.restart();
        at.execute(signed("other", "c"), "later", token(NOON + 3600 + 400));

        assertEquals(stored("on"), at.claim(signed("1", "b"), "on", token(NOON + 3000)));
        assertEquals(stored("on"), at.claim(signed("1", "a"), "on", token(NOON)));
    }

    @Test
    void shouldRememberASecondTokenThatCameWhileTheFirstWasStarting() throws Exception {
        Execution execution = at.fresh(signed("1", "a"), "on", token(NOON));
        assertEquals(Refused.UNDER_WAY, at.claim(signed("1", "b"), "on", token(NOON)));
        execution.start();
        assertEquals(Refused.UNDER_WAY, at.claim(signed("1", "c"), "on", token(NOON)));
        at.journal.drain();
        at.restart();

        assertInstanceOf(Stored.class, at.claim(signed(null, "b"), "on", token(NOON)));
        assertInstanceOf(Stored.class, at.claim(signed(null, "c"), "on", token(NOON)));
    }

    @Test
    void shouldKeepTheLast1024UnsignedCommandsAndEverySignedOne() throws Exception {
        at.execute(signed("s", "s"), "kept", token(NOON));
        Execution running = at.fresh(unsigned("running"), "long", null);
        running.start();
        for (int i = 0; i < CommandTables.MAX_UNSIGNED; i++) {
            at.execute(unsigned("n" + i), "c" + i, null);
        }
        running.finish(answer("did long"), () -> {});
        at.journal.drain();
        for (int i = 0; i < 2; i++) {
            assertEquals(stored("c1"), at.claim(unsigned("n1"), "c1", null));
            assertEquals(stored("c1023"), at.claim(unsigned("n1023"), "c1023", null));
            assertEquals(stored("long"), at.claim(unsigned("running"), "long", null));
            assertEquals(stored("kept"), at.claim(signed("s", "s"), "kept", token(NOON)));
            at.restart();
        }
        at.fresh(unsigned("n0"), "c0", null);
    }

    @Test
    void shouldForgetUnsignedCommandsAfterADayOfRunning() throws Exception {
        at.execute(unsigned("1"), "on", null);
        at.runs(Duration.ofHours(20));
        at.execute(unsigned("2"), "on", null);
        at.restart();
        at.runs(Duration.ofHours(4));
        assertEquals(stored("on"), at.claim(unsigned("1"), "on", null));
        at.runs(Duration.ofSeconds(1));

        at.fresh(unsigned("1"), "off", null);
        assertEquals(stored("on"), at.claim(unsigned("2"), "on", null));
    }

    @Test
    void shouldRefuseThe4097thSignedCommandUntilTimeHasPassed() throws Exception {
        for (int i = 0; i < CommandTables.MAX_SIGNED; i++) {
            at.execute(signed("n" + i, "j" + i), "c", token(NOON));
        }
        assertEquals(Refused.FULL, at.claim(signed("more", "more"), "c", token(NOON)));
        assertEquals(Refused.FULL, at.claim(signed("n1", "alias"), "c", token(NOON)));
        at.fresh(unsigned("free"), "c", null);

        TokenUse later = token(NOON + 3600 + 301);
        assertEquals(Refused.FULL, at.claim(signed("more", "more"), "c", later));
        at.journal.drain();
        at.restart();
        at.fresh(signed("more", "more"), "c", later);
        assertEquals(Refused.TOKEN_USED, at.claim(signed("n1", "j1"), "c", token(NOON)));
    }

    @Test
    void shouldNotRunWhatTheDiskRefusesAndGoOnWhenItTakesItAgain() throws Exception {
        at.execute(signed("1", "a"), "on", token(NOON));
        disk.refuses = true;
        Execution refused = at.fresh(signed("2", "b"), "on", token(NOON + 60));
        assertFalse(refused.start());
        refused.release();
        assertEquals(NOON, at.journal.latestTime());
        disk.refuses = false;

        at.execute(signed("2", "b"), "on", token(NOON + 60));
        at.restart();
        assertEquals(stored("on"), at.claim(signed("1", "a"), "on", token(NOON)));
        assertEquals(stored("on"), at.claim(signed("2", "b"), "on", token(NOON + 60)));
    }

    @Test
    void shouldRememberAnAnswerThatTheDiskRefuses() throws Exception {
        Execution execution = at.fresh(unsigned("1"), "on", null);
        execution.start();
        disk.refuses = true;
        List<String> told = new ArrayList<>();
        execution.finish(answer("did on"), () -> told.add(Thread.currentThread().getName()));
        at.journal.drain();
        disk.refuses = false;

        assertEquals(List.of("journal"), told);
        assertEquals(stored("on"), at.claim(unsigned("1"), "on", null));
        at.execute(unsigned("2"), "next", null);
        at.restart();
        assertEquals(stored("on"), at.claim(unsigned("1"), "on", null), "the next write has saved it");
    }

    @Test
    void shouldTellWhoeverFinishesAfterTheEnd() {
        Execution before = at.fresh(unsigned("1"), "on", null);
        Execution never = at.fresh(unsigned("2"), "on", null);
        before.start();
        List<String> told = new ArrayList<>();
        at.close();
        before.finish(answer("late"), () -> told.add("late"));
        at.journal.amend(unsigned("1"), answer("later"), () -> told.add("later"));

        assertEquals(List.of("late", "later"), told);
        assertFalse(never.start());
    }

    @Test
    void shouldTellWhoeverFinishesWhileOnlyTheThreadIsLeft() throws Exception {
        Execution before = at.fresh(unsigned("1"), "on", null);
        before.start();
        List<String> told = new ArrayList<>();
        at.journal.close();
        before.finish(answer("late"), () -> told.add(Thread.currentThread().getName()));
        at.journal.drain();

        assertEquals(List.of("journal"), told);
        at.restart();
        assertEquals(new Stored(aborted(unsigned("1"))), at.claim(unsigned("1"), "on", null));
    }

    @Test
    void shouldStayWritableHoweverOftenCallersAreInterrupted() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            Execution execution = at.fresh(unsigned("n" + i), "c", null);
            boolean interrupted = i % 2 == 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            assertTrue(execution.start(), "at " + i);
            execution.finish(answer("did " + i), () -> {});
            assertEquals(interrupted, Thread.interrupted(), "at " + i);
        }
        at.restart();

        assertEquals(stored("9999"), at.claim(unsigned("n9999"), "c", null));
    }

    @Test
    void shouldStayInProportionToWhatItRemembers() throws Exception {
        byte[] large = new byte[CommandRecord.MAX_DATAGRAM];
        for (int i = 0; i < 6000; i++) {
            Execution execution = at.fresh(unsigned("n" + i), "c", null);
            execution.start();
            execution.finish(new StoredAnswer("ok", large), () -> {});
        }
        at.journal.drain();

        assertTrue(Files.size(at.file()) < 2 * 1024 * 1500 + (1 << 20), "bytes " + Files.size(at.file()));
        at.restart();
        assertEquals(new Stored(new StoredAnswer("ok", large)), at.claim(unsigned("n5999"), "c", null));
        assertEquals(new Stored(new StoredAnswer("ok", large)), at.claim(unsigned("n4976"), "c", null));
    }

    @Test
    void shouldNotExecuteAgainWhicheverOneRecordOfAnAnsweredCommandIsDamaged() throws Exception {
        at.execute(signed("1", "a"), "on", token(NOON));
        at.execute(signed("2", "b"), "on", token(NOON));
        at.journal.close();
        byte[] whole = Files.readAllBytes(at.file());
        for (int bit = 0; bit < whole.length * 8; bit += 7) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(at.file(), damaged);
            at.restart();

            assertInstanceOf(Stored.class, at.claim(signed("1", "a"), "on", token(NOON)), "bit " + bit);
            assertInstanceOf(Stored.class, at.claim(signed("2", "b"), "on", token(NOON)), "bit " + bit);
            assertEquals(NOON, at.journal.latestTime());
            at.journal.close();
        }
    }

    @Test
    void shouldKnowATokenByAnyTextOverARestart() throws Exception {
        List<String> texts = List.of("\ud800", "x".repeat(1000), "tab\t", "\u00fc", "");
        for (String jti : texts) {
            at.execute(signed(null, jti), "c", token(NOON));
        }
        at.restart();

        for (String jti : texts) {
            assertEquals(stored("c"), at.claim(signed(null, jti), "c", token(NOON)));
        }
        at.fresh(signed(null, "\ud801"), "c", token(NOON));
        at.fresh(signed(null, "?"), "c", token(NOON));
    }

    @Test
    void shouldRefuseWhatIsNoCommandAndNoAnswer() {
        byte[] hash = new byte[32];
        assertThrows(IllegalArgumentException.class, () -> at.journal.claim(signed("1", "a"), hash, null));
        assertThrows(IllegalArgumentException.class, () -> at.journal.claim(unsigned("1"), hash, token(NOON)));
        assertThrows(
                IllegalArgumentException.class,
                () -> at.journal.claim(new CommandKey("-", "pump", null, null), hash, null));
        Execution execution = at.fresh(unsigned("1"), "on", null);
        assertThrows(IllegalStateException.class, () -> execution.finish(answer("not started"), () -> {}));
        assertThrows(
                IllegalArgumentException.class,
                () -> execution.finish(new StoredAnswer("ok", new byte[1301]), () -> {}));
    }

    @Test
    void shouldShareTheThreadWithTheOutbox(@TempDir Path other) throws IOException, ExecutionException {
        try (JournalThread thread = new JournalThread()) {
            Outbox outbox = Outbox.open(other, java.time.Clock.systemUTC(), () -> {}, thread);
            CommandJournal commands = CommandJournal.open(other, Duration.ofHours(24), JournalFixture::aborted, thread);
            assertEquals(Outbox.Result.DURABLE, outbox.accept(new byte[1]));
            outbox.close();
            assertEquals(Outbox.Result.FAILED, outbox.accept(new byte[1]), "the thread lives, the outbox does not");
            Execution execution = ((Claim.Fresh) commands.claim(unsigned("1"), new byte[32], null)).execution();
            assertTrue(execution.start());
            commands.close();
        }
    }

    /** Writes for real, and refuses or waits when told to. Forcing is left out: these tests cut no power. */
    private static final class FakeDisk implements Disk {
        volatile boolean refuses;
        private final java.util.concurrent.locks.ReentrantLock gate = new java.util.concurrent.locks.ReentrantLock();

        void hold() {
            gate.lock();
        }

        void go() {
            gate.unlock();
        }

        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            gate.lock();
            try {
                if (refuses) {
                    bytes.limit(Math.min(5, bytes.limit()));
                }
                Disk.super.write(file, bytes);
                if (refuses) {
                    throw new IOException("No space left on device");
                }
            } finally {
                gate.unlock();
            }
        }

        @Override
        public void force(FileChannel file) {
            // The file stays in the memory of this machine.
        }
    }
}
