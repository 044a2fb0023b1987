package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.security.Refusal;
import dev.ipcommand.agent.security.SignedCommand;
import dev.ipcommand.agent.security.Verdict;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a command that comes again, and of one that is signed. */
class AtMostOnceTest {
    private final Bench bench = new Bench();
    private final AtomicInteger runs = new AtomicInteger();
    /** By token, what the verifier says; the tokens of this test are names. */
    private final Map<String, Verdict> verdicts = new HashMap<>();

    @BeforeEach
    void count() {
        bench.policy("count", "anyone", 1, 8).policy("only", "signed", 1, 8);
        bench.policy("ops", "ops1", 1, 8);
        bench.verifier = (bytes, length) -> verdicts.getOrDefault(new String(bytes, 0, length, UTF_8), Refusal.KID);
        build();
    }

    private void build() {
        bench.build();
        for (String name : List.of("count", "only", "ops")) {
            bench.registry()
                    .addHandler(
                            name,
                            (command, context) -> Reply.text(runs.incrementAndGet() + " " + command.principal()),
                            1);
        }
    }

    @AfterEach
    void end() {
        bench.close();
    }

    /** A token as it arrives; the verifier of this test knows it by its second part. */
    private String token(String jti, String command, String key) {
        return token(jti, command, key, true, true);
    }

    private String token(String jti, String command, String key, boolean text, boolean clockGood) {
        String token = "eyJ." + jti + ".c2ln";
        byte[] bytes = command.getBytes(UTF_8);
        verdicts.put(token, new SignedCommand(key, bytes, text, jti, 1000, 2000, 1500, clockGood, clockGood));
        return token;
    }

    @Test
    void shouldAnswerARepeatedCommandWithTheStoredAnswer() throws Exception {
        assertEquals("count#1: 1 -", bench.ask("count#1: a"));
        assertEquals("count#1: 1 -", bench.ask("count#1: a"));
        assertEquals("count#2: 2 -", bench.ask("count#2: a"));

        assertEquals(2, runs.get());
        assertEquals(new CommandCounters.Snapshot(3, 2, 1, 0, 0, 0), bench.counters());
    }

    @Test
    void shouldRefuseAnotherCommandWithTheSameId() throws Exception {
        bench.ask("count#1: a");

        assertEquals("count#1! invalid-argument: id used before", bench.ask("count#1: b"));
        assertEquals(1, runs.get());
    }

    @Test
    void shouldRunACommandWithoutAnIdEachTime() throws Exception {
        bench.ask("count: a");
        bench.ask("count: a");

        assertEquals(2, runs.get());
        assertTrue(bench.ledger.log.isEmpty());
    }

    @Test
    void shouldSimplyRunARepeatableHandlerAgain() throws Exception {
        HandlerPolicy repeatable = new HandlerPolicy(
                List.of("anyone"), Duration.ofSeconds(10), 1, 8, ReplyMode.FRAMED, true, false, 0, Map.of());
        bench.policies.put("count", repeatable);
        build();

        assertEquals("count#1: 1 -", bench.ask("count#1: a"));
        assertEquals("count#1: 2 -", bench.ask("count#1: a"));
        assertEquals("ping#1: pong", bench.ask("ping#1"));
        assertTrue(bench.ledger.log.isEmpty());
    }

    @Test
    void shouldNoteThatACommandRunsBeforeItRunsAndItsAnswerBeforeItLeaves() throws Exception {
        bench.ask("count#1: a");

        assertEquals(List.of("started", "finished ok"), bench.ledger.log);
    }

    @Test
    void shouldNotRunWhatTheDiskRefusesToNote() throws Exception {
        bench.ledger.diskRefuses = true;

        assertEquals("count#1! unavailable: the disk refuses to note that it runs", bench.ask("count#1"));
        assertEquals(0, runs.get());
        bench.ledger.diskRefuses = false;
        assertEquals("count#1: 1 -", bench.ask("count#1"));
    }

    @Test
    void shouldNotStoreWhatIsRefused() throws Exception {
        assertEquals("nothing#1! not-found: no such command", bench.ask("nothing#1"));
        assertEquals("only#1! not-found: no such command", bench.ask("only#1"));
        bench.ledger.full = true;
        assertEquals("count#9! resource-exhausted: too many commands remembered, try later", bench.ask("count#9"));

        assertTrue(bench.ledger.log.isEmpty());
    }

    @Test
    void shouldSayNothingToARepetitionWhileTheFirstIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        bench.registry()
                .addHandler(
                        "count",
                        (command, context) -> {
                            begun.countDown();
                            go.await();
                            return Reply.text("done");
                        },
                        1);

        bench.send("count#1");
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        bench.send("count#1");
        assertEquals(new CommandCounters.Snapshot(2, 0, 1, 0, 0, 1), bench.counters());
        go.countDown();

        assertEquals("count#1: done", bench.text());
        assertTrue(bench.answers.isEmpty());
    }

    @Test
    void shouldRunASignedCommandOnceHoweverOftenItsTokenComes() throws Exception {
        String token = token("t1", "only: a", "ops1");

        assertEquals("only: 1 ops1", bench.ask(token));
        assertEquals("only: 1 ops1", bench.ask(token));

        assertEquals(1, runs.get());
        assertEquals(new CommandCounters.Snapshot(2, 1, 1, 0, 0, 0), bench.counters());
    }

    @Test
    void shouldRunASignedCommandOfARepeatableBuiltInOnceToo() throws Exception {
        String token = token("t1", "ping#7", "ops1");

        assertEquals("ping#7: pong", bench.ask(token));
        assertEquals("ping#7: pong", bench.ask(token));
        assertEquals(1, bench.counters().repeated());
    }

    @Test
    void shouldLetEachKeyCallWhatItMay() throws Exception {
        assertEquals("ops: 1 ops1", bench.ask(token("t1", "ops", "ops1")));
        assertEquals("ops! not-found: no such command", bench.ask(token("t2", "ops", "ops2")));
        assertEquals("only: 2 ops2", bench.ask(token("t3", "only", "ops2")));
    }

    @Test
    void shouldGiveTheBytesOfASignedRouteToItsHandler() throws Exception {
        bench.route("!", "count", ReplyMode.RAW);
        build();

        assertEquals("1 ops1", bench.ask(token("t1", "!\u0001", "ops1", false, true)));
        bench.send(token("t2", "count", "ops1", false, true));
        bench.send(token("t3", "!", "ops1", true, true));

        assertTrue(bench.answers.isEmpty());
        assertEquals(Map.of(Refusal.FORM, 2L), bench.dispatcher().counters().refusals());
    }

    @Test
    void shouldTellTheHandlerThatItWasSigned() throws Exception {
        bench.registry().addHandler("only", (command, context) -> Reply.text(command.form() + " " + command.text()), 1);

        assertEquals("only#3: " + CommandForm.SIGNED + " x y", bench.ask(token("t1", "only#3: x y", "ops1")));
    }

    @Test
    void shouldNotRunWithoutAClockUnlessTheHandlerMay() throws Exception {
        assertEquals("only! unavailable: clock", bench.ask(token("t1", "only", "ops1", true, false)));
        HandlerPolicy without = new HandlerPolicy(
                List.of("signed"), Duration.ofSeconds(10), 1, 8, ReplyMode.FRAMED, false, true, 0, Map.of());
        bench.policies.put("only", without);
        build();

        assertEquals("only: 1 ops1", bench.ask(token("t1", "only", "ops1", true, false)));
    }

    @Test
    void shouldNotAnswerARefusedTokenAndCountItsCause() throws Exception {
        bench.send("eyJ.nobody.c2ln");
        String token = token("t1", "only: a", "ops1");
        bench.ask(token);
        token("t1", "only: b", "ops1");
        bench.send(token);

        assertTrue(bench.answers.isEmpty());
        assertEquals(
                Map.of(Refusal.KID, 1L, Refusal.JTI, 1L),
                bench.dispatcher().counters().refusals());
        assertEquals(new CommandCounters.Snapshot(3, 1, 0, 0, 2, 0), bench.counters());
    }

    @Test
    void shouldAnswerARefusedTokenIfTheConfigurationSaysSo() throws Exception {
        bench.answerRefusals = true;
        build();

        assertEquals("signed! unauthenticated: kid", bench.ask("eyJ.nobody.c2ln"));
    }

    @Test
    void shouldGiveEachKeyAnAllowanceOfItsOwn() throws Exception {
        bench.limits = new Limits(60, 1, 0);
        build();

        assertEquals("ping: pong", bench.ask("ping"));
        bench.send("ping");
        assertTrue(bench.answers.isEmpty());
        assertEquals("only: 1 ops1", bench.ask(token("t1", "only", "ops1")));
        bench.send(token("t2", "only", "ops1"));
        assertTrue(bench.answers.isEmpty());
        assertEquals("only: 2 ops2", bench.ask(token("t3", "only", "ops2")));
    }

    @Test
    void shouldNotLetARepeatedTokenUseUpWhatItsKeyMayDo() throws Exception {
        bench.limits = new Limits(60, 2, 0);
        build();
        String heard = token("t1", "only#1", "ops1");
        bench.ask(heard);
        assertEquals("only#1: 1 ops1", bench.ask(heard));
        assertEquals("only#1: 1 ops1", bench.ask(heard));
        bench.send(heard);
        assertTrue(bench.answers.isEmpty());

        assertEquals("only#2: 2 ops1", bench.ask(token("t2", "only#2", "ops1")));
        assertEquals(new CommandCounters.Snapshot(5, 2, 2, 0, 1, 0), bench.counters());
    }

    @Test
    void shouldNotBoundTheAnswersToThoseWhoSign() throws Exception {
        bench.builtIn("big", (command, context) -> Reply.binary(new byte[1295]));

        assertEquals(1300, bench.ask(token("t1", "big", "ops1")).length());
        assertEquals("big! resource-exhausted: 1295 bytes, limit 200", bench.ask("big"));
    }

    @Test
    void shouldAnswerABadIdInASignedCommand() throws Exception {
        assertEquals("only! invalid-argument: id", bench.ask(token("t1", "only#?: x", "ops1")));
    }

    @Test
    void shouldNotTakeTheAnswerOfTheDeadlineForTheAcknowledgementOfARestart() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Boolean> acknowledged = new LinkedBlockingQueue<>();
        bench.policy("reboot", "signed", 1, 8);
        build();
        bench.registry().addRestarting("reboot", (command, key) -> {
            begun.countDown();
            awaitThroughInterrupts(go);
            return new RestartingHandler.Outcome(Reply.text("in 2 s"), acknowledged::add);
        });
        bench.send(token("t1", "reboot#1", "ops1"));
        assertTrue(begun.await(20, TimeUnit.SECONDS));

        bench.advance("10s");
        bench.dispatcher().pool.expire(bench.nanos.get());
        go.countDown();

        assertEquals("reboot#1! deadline-exceeded: not done in 10000 ms", bench.text());
        assertEquals(false, acknowledged.poll(20, TimeUnit.SECONDS));
        assertTrue(acknowledged.isEmpty());
    }

    @Test
    void shouldTellARestartThatItsAcknowledgementLeft() throws Exception {
        BlockingQueue<Boolean> acknowledged = new LinkedBlockingQueue<>();
        bench.policy("reboot", "signed", 1, 8);
        build();
        bench.registry()
                .addRestarting(
                        "reboot",
                        (command, key) -> new RestartingHandler.Outcome(Reply.text("in 2 s"), acknowledged::add));

        assertEquals("reboot#1: in 2 s", bench.ask(token("t1", "reboot#1", "ops1")));
        assertEquals(true, acknowledged.poll(20, TimeUnit.SECONDS));
        assertTrue(acknowledged.isEmpty());
    }

    private static void awaitThroughInterrupts(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // This test's handler is deaf.
            }
        }
    }
}
