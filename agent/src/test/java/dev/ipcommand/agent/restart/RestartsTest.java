package dev.ipcommand.agent.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.dispatch.CommandTrace;
import dev.ipcommand.agent.dispatch.RestartingHandler;
import dev.ipcommand.agent.journal.Claim;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.journal.TokenUse;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartsTest {
    private static final CommandKey KEY = new CommandKey("ops1", "reboot", "7", "t1");

    @TempDir
    Path state = Path.of("set by JUnit");

    private final List<String> log = new ArrayList<>();
    private final List<CommandTrace> sent = new ArrayList<>();
    private final Power power = new Power();
    private HandDriven thread = new HandDriven();
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private Restarts restarts = new Restarts(Path.of("/nonexistent"), Map.of(), ledger(), this::leave, clock(), thread);

    /** Runs everything at once, except what is for later. */
    private static final class HandDriven extends RestartThread {
        private final List<Runnable> later = new ArrayList<>();
        private boolean interruptsWhoeverWaits;

        @Override
        <T> T ask(Callable<T> task) throws InterruptedException, ExecutionException {
            T result;
            try {
                result = task.call();
            } catch (Exception e) {
                throw new ExecutionException(e);
            }
            if (interruptsWhoeverWaits) {
                throw new InterruptedException();
            }
            return result;
        }

        @Override
        void run(Runnable task) {
            task.run();
        }

        @Override
        void later(Runnable task, Duration pause) {
            assertTrue(pause.equals(Restarts.PAUSE) || pause.equals(Restarts.PATIENCE), pause.toString());
            later.add(task);
        }

        void pass() {
            List<Runnable> due = List.copyOf(later);
            later.clear();
            due.forEach(Runnable::run);
        }
    }

    private final class Power implements RestartPower {
        private String problem = "";
        private String refusal = "";
        private String life = "one";

        @Override
        public Optional<String> problem() {
            return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
        }

        @Override
        public void restart() throws IOException {
            log.add("restart");
            if (!refusal.isEmpty()) {
                throw new IOException(refusal);
            }
        }

        @Override
        public String life() {
            return life;
        }
    }

    private CommandLedger ledger() {
        return new CommandLedger() {
            @Override
            public Claim claim(CommandKey key, byte[] hash, @Nullable TokenUse token) {
                throw new AssertionError("not asked here");
            }

            @Override
            public void amend(CommandKey key, StoredAnswer answer, Runnable then) {
                log.add("amend " + text(answer.datagram()));
                then.run();
            }

            @Override
            public long floor(String keyId) {
                return 0;
            }

            @Override
            public long latestTime() {
                return 0;
            }
        };
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private static String text(byte @Nullable [] datagram) {
        return datagram == null ? "nothing" : new String(datagram, StandardCharsets.UTF_8);
    }

    private void leave(byte[] datagram, CommandTrace trace) {
        log.add("send " + text(datagram));
        sent.add(trace);
    }

    /** A life of the agent: begins with what the one before has left in the directory. */
    private void begin() {
        thread = new HandDriven();
        restarts = new Restarts(
                state,
                Map.of(RestartKind.REBOOT, power, RestartKind.MODEM, power),
                ledger(),
                this::leave,
                clock(),
                thread);
    }

    private RestartingHandler.Outcome ask(RestartKind kind) throws InterruptedException {
        // The command's content plays no part: its handler takes no arguments.
        return restarts.handler(kind).handle(new NoCommand(), KEY);
    }

    private boolean isNoted() {
        return Files.exists(state.resolve("restart.pending"));
    }

    @Test
    void shouldAcknowledgeThenRestartThenTellTheResultInTheNextLife() throws Exception {
        begin();
        RestartingHandler.Outcome outcome = ask(RestartKind.REBOOT);
        assertEquals(Reply.text("in 2 s"), outcome.reply());
        assertTrue(isNoted());
        restarts.listening();
        assertEquals(List.of(), log);
        outcome.afterAnswer().accept(true);
        assertEquals(List.of(), log);
        thread.pass();
        assertEquals(List.of("restart"), log);

        power.life = "two";
        now = now.plusSeconds(34);
        begin();
        restarts.listening();

        assertEquals(List.of("restart", "amend reboot#7: done in 34 s", "send reboot#7: done in 34 s"), log);
        assertTrue(isNoted());
        sent.get(0).replied(1);
        assertFalse(isNoted());
        restarts.listening();
        assertEquals(3, log.size());
    }

    @Test
    void shouldTellAgainWhatCouldNotLeave() throws Exception {
        begin();
        ask(RestartKind.REBOOT).afterAnswer().accept(true);
        thread.pass();
        power.life = "two";
        begin();
        restarts.listening();
        sent.get(0).givenUp();

        restarts.listening();

        assertEquals(2, sent.size());
    }

    @Test
    void shouldSayIfTheDeviceDidNotRestart() throws Exception {
        begin();
        ask(RestartKind.REBOOT).afterAnswer().accept(true);
        thread.pass();
        begin();
        restarts.listening();

        assertEquals("send reboot#7! aborted: it did not restart", log.get(2));
    }

    @Test
    void shouldNotGiveUpOnARestartThatTakesItsTime() throws Exception {
        begin();
        ask(RestartKind.MODEM).afterAnswer().accept(true);
        thread.pass();
        restarts.listening();
        assertEquals(List.of("restart"), log);

        now = now.plus(Restarts.PATIENCE);
        thread.pass();

        assertEquals("send reboot#7! aborted: it did not restart", log.get(2));
    }

    @Test
    void shouldCheckThePermissionBeforeTheAcknowledgement() throws Exception {
        power.problem = "logind does not allow it";
        begin();

        assertEquals(
                "permission-denied", ask(RestartKind.REBOOT).reply().status().wireName());
        assertFalse(isNoted());
        assertEquals(List.of(), log);
    }

    @Test
    void shouldNotRestartIfTheAcknowledgementCannotLeave() throws Exception {
        begin();
        ask(RestartKind.REBOOT).afterAnswer().accept(false);
        thread.pass();

        assertEquals(List.of("amend reboot#7! aborted: the acknowledgement could not leave"), log);
        assertFalse(isNoted());
        assertEquals("ok", ask(RestartKind.REBOOT).reply().status().wireName());
    }

    @Test
    void shouldForgetWhatWasPreparedTooLateForItsDeadline() throws Exception {
        begin();
        thread.interruptsWhoeverWaits = true;
        assertThrows(InterruptedException.class, () -> ask(RestartKind.REBOOT));
        thread.interruptsWhoeverWaits = false;

        assertFalse(isNoted());
        assertEquals("ok", ask(RestartKind.REBOOT).reply().status().wireName());
        assertEquals(List.of(), log);
    }

    @Test
    void shouldDoOneAtATime() throws Exception {
        begin();
        ask(RestartKind.REBOOT);

        assertEquals("a restart is under way", ask(RestartKind.MODEM).reply().reason());
    }

    @Test
    void shouldTellWhatFailedAfterAll() throws Exception {
        power.refusal = "exit 1";
        begin();
        ask(RestartKind.REBOOT).afterAnswer().accept(true);
        thread.pass();

        assertEquals(List.of("restart", "amend reboot#7! internal: exit 1", "send reboot#7! internal: exit 1"), log);
        assertFalse(isNoted());
    }

    @Test
    void shouldTellTheResultOfAModemRestartInTheSameLife() throws Exception {
        begin();
        ask(RestartKind.MODEM).afterAnswer().accept(true);
        thread.pass();
        power.life = "two";
        restarts.listening();

        assertEquals("send reboot#7: done in 0 s", log.get(2));
    }

    @Test
    void shouldNotClaimAModemRestartThatTheAgentsEndCutOff() throws Exception {
        begin();
        ask(RestartKind.MODEM);
        begin();
        restarts.listening();

        assertEquals("send restart-modem#7! aborted: the agent ended meanwhile", log.get(1));
    }

    @Test
    void shouldSayNothingAfterADay() throws Exception {
        begin();
        ask(RestartKind.REBOOT).afterAnswer().accept(true);
        thread.pass();
        power.life = "two";
        now = now.plus(Duration.ofHours(25));
        begin();
        restarts.listening();

        assertEquals(List.of("restart"), log);
        assertFalse(isNoted());
    }

    @Test
    void shouldPassOverATornRecord() throws Exception {
        Files.writeString(state.resolve("restart.pending"), "reboot\nops1\n7\nt1\none\n17");
        begin();
        restarts.listening();

        assertEquals(List.of(), log);
        assertFalse(isNoted());
    }

    @Test
    void shouldNotOfferWhatTheDeviceDoesNotHave() throws Exception {
        begin();

        assertEquals("not on this device", ask(RestartKind.AGENT).reply().reason());
    }
}
