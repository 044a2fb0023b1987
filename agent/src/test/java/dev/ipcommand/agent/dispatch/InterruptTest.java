package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.journal.CommandJournal;
import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interrupts of handlers' threads stay with the call they were meant for: 10 000 times each, through the dispatcher and a
 * journal on the disk. A flag that went on would close the journal's file, or hit the next call of that thread.
 */
@Timeout(60)
class InterruptTest {
    private static final int TIMES = 10_000;
    /** Calls at the same time: they share a write to the disk. */
    private static final int TOGETHER = 8;

    private static final Duration OVERDUE = Duration.ofSeconds(11);

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger begunInterrupted = new AtomicInteger();
    private Path directory;
    private HandlerRegistry registry;
    private JournalThread journalThread;
    private CommandJournal journal;
    private Dispatcher dispatcher;

    @BeforeEach
    void begin(@TempDir Path temporary) throws IOException {
        directory = temporary;
        start();
    }

    private void start() throws IOException {
        registry = new HandlerRegistry(
                Map.of("work", Bench.policy("anyone", "10s", TOGETHER, 2 * TOGETHER, ReplyMode.FRAMED)));
        journalThread = new JournalThread();
        journal = CommandJournal.open(
                directory, Duration.ofDays(1), key -> new StoredAnswer("aborted", null), journalThread);
        Path none = directory.resolve("none");
        dispatcher = new Dispatcher(
                new DispatcherSettings(
                        List.of(),
                        new Limits(0, 0, 0),
                        false,
                        new DispatcherSettings.Places(none, none, directory, directory),
                        Optional.empty(),
                        Set.of()),
                registry,
                new DispatcherPorts(
                        (datagram, trace) -> answers.add(new String(datagram, ISO_8859_1)),
                        payload -> {},
                        journal,
                        TokenVerifier.NO_KEYS,
                        new DispatchClock(nanos::get, () -> nanos.get() / 1_000_000)));
    }

    @AfterEach
    void close() {
        dispatcher.close();
        journal.close();
        journalThread.close();
    }

    /** The handler under test, seen from inside. */
    private interface Work {
        Reply run(IpCommand command) throws Exception;
    }

    private void serve(Work work) {
        registry.addHandler("work", (command, context) -> entered(command, work), 1);
    }

    private Reply entered(IpCommand command, Work work) throws Exception {
        runs.incrementAndGet();
        if (Thread.currentThread().isInterrupted()) {
            begunInterrupted.incrementAndGet();
        }
        return work.run(command);
    }

    @Test
    void shouldClearTheFlagThatAHandlerReturnsWith() throws Exception {
        serve(command -> {
            Thread.currentThread().interrupt();
            return Reply.text("done");
        });
        dispatcher.start();

        for (int sent = 0; sent < TIMES; ) {
            // The second half waits: a thread goes from one call straight to the next.
            List<String> heads = send(sent, 2 * TOGETHER);
            sent += heads.size();
            while (!heads.isEmpty()) {
                String answer = answer();
                assertTrue(answer.endsWith(": done") && heads.remove(answer.replace(": done", "")), answer);
            }
        }

        assertEquals(0, begunInterrupted.get());
        shouldHaveRun(TIMES);
    }

    @Test
    void shouldKeepADeadlineThatComesAsTheHandlerReturnsFromTheNextCall() throws Exception {
        Random random = new Random(20_241_116);
        Race race = new Race();
        serve(race::run);
        dispatcher.start();
        int inTime = 0;
        int late = 0;

        for (int round = 0; round < TIMES / TOGETHER; round++) {
            List<String> heads = race.prepare(round, random);
            race.finish(round % 4, random.nextInt(2_000));
            while (!heads.isEmpty()) {
                String answer = answer();
                boolean done = answer.endsWith(": done");
                assertTrue(done || answer.endsWith("! deadline-exceeded: not done in 10000 ms"), answer);
                assertTrue(heads.remove(answer.split("[:!]", 2)[0]), answer);
                inTime += done ? 1 : 0;
                late += done ? 0 : 1;
            }
        }

        // A quarter each was decided beforehand.
        assertTrue(inTime >= TIMES / 4 - TOGETHER && late >= TIMES / 4 - TOGETHER, inTime + " in time, " + late);
        assertEquals(0, begunInterrupted.get());
        assertEquals(0, dispatcher.abandonedCalls());
        shouldHaveRun(TIMES);
    }

    /** Calls that wait for each other, and then end while their deadline comes. */
    private final class Race {
        private volatile CountDownLatch entered = new CountDownLatch(0);
        private volatile CountDownLatch go = new CountDownLatch(0);
        private volatile int[] spins = new int[TOGETHER];

        Reply run(IpCommand command) {
            int place = runs.get() % TOGETHER;
            CountDownLatch mine = go;
            entered.countDown();
            try {
                mine.await();
                spin(spins[place]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.text("done");
        }

        /** Sends commands and waits until all of them run. */
        List<String> prepare(int round, Random random) throws InterruptedException {
            entered = new CountDownLatch(TOGETHER);
            go = new CountDownLatch(1);
            spins = random.ints(TOGETHER, 0, 4_000).toArray();
            List<String> heads = send(round * TOGETHER, TOGETHER);
            assertTrue(entered.await(20, TimeUnit.SECONDS), () -> "not all run; answers " + answers);
            return heads;
        }

        /** 0: the calls are over before their deadline; 1: the deadline comes first; else both at once. */
        void finish(int order, int spins) {
            if (order == 1) {
                expire();
            }
            go.countDown();
            if (order > 1) {
                spin(spins);
                expire();
            }
        }

        private void expire() {
            dispatcher.pool.expire(nanos.addAndGet(OVERDUE.toNanos()));
        }

        private void spin(int turns) {
            for (int i = 0; i < turns; i++) {
                Thread.onSpinWait();
            }
        }
    }

    private List<String> send(int from, int count) {
        List<String> heads = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            heads.add("work#i" + i);
            tell("work#i" + i);
        }
        return heads;
    }

    private void tell(String command) {
        byte[] bytes = command.getBytes(ISO_8859_1);
        dispatcher.dispatch(bytes, bytes.length, null);
    }

    private String answer() throws InterruptedException {
        String answer = answers.poll(20, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer; " + dispatcher.counters().snapshot());
        }
        return answer;
    }

    /** Each once, and what they were answered is on the disk: the next life of the agent repeats it. */
    private void shouldHaveRun(int times) throws Exception {
        assertEquals(times, runs.get());
        assertEquals(times, dispatcher.counters().snapshot().handled());

        close();
        start();
        serve(command -> Reply.text("ran again"));
        dispatcher.start();
        List<String> heads = send(times - TOGETHER, TOGETHER);

        for (int i = 0; i < TOGETHER; i++) {
            assertTrue(heads.remove(answer().split("[:!]", 2)[0]));
        }
        assertEquals(times, runs.get());
        assertEquals(TOGETHER, dispatcher.counters().snapshot().repeated());
    }
}
