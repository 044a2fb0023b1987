package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes with a clock turned by hand: deadlines come when the test says so. */
@Timeout(60)
class HandlerPoolTest {
    private final Bench bench = new Bench();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private final Semaphore deafGo = new Semaphore(0);

    /** Waits to be let go or interrupted. */
    private final CommandHandler waits = (command, context) -> {
        started.release();
        go.acquire();
        return Reply.text(command.text());
    };

    /** Ignores interrupts until let go. */
    private final CommandHandler deaf = (command, context) -> {
        started.release();
        deafGo.acquireUninterruptibly();
        return Reply.text("late");
    };

    @AfterEach
    void close() {
        deafGo.release(1000);
        bench.close();
        assertEquals(0, bench.dispatcher().pool.threads(), "threads left");
        assertEquals(0, bench.counters().inFlight());
    }

    private void expire() {
        bench.dispatcher().pool.expire(bench.nanos.get());
    }

    @Test
    void shouldKeepTheOrderAndRefuseWhatDoesNotFit() throws Exception {
        bench.policy("slow", "anyone", 1, 3).build();
        bench.registry().addHandler("slow", waits, 1);

        for (int i = 0; i < 5; i++) {
            bench.send("slow#" + i + ": " + i);
        }

        assertEquals("slow#4! resource-exhausted: queue full", bench.text());
        assertEquals(4, bench.counters().inFlight());
        go.release(4);
        for (int i = 0; i < 4; i++) {
            assertEquals("slow#" + i + ": " + i, bench.text());
        }
    }

    @Test
    void shouldRunAsManyAsTheLaneAllows() throws Exception {
        bench.policy("slow", "anyone", 3, 8).build();
        bench.registry().addHandler("slow", waits, 1);

        for (int i = 0; i < 5; i++) {
            bench.send("slow");
        }

        started.acquire(3);
        assertFalse(started.tryAcquire());
        assertEquals(3, bench.dispatcher().pool.threads());
        go.release(5);
        for (int i = 0; i < 5; i++) {
            assertEquals("slow: ", bench.text());
        }
    }

    @Test
    void shouldServeOthersBesideALaneThatHangs() throws Exception {
        bench.policy("hang", "anyone", 99, 99).policy("fast", "anyone", 1, 8).build();
        bench.registry().addHandler("hang", waits, 1);
        bench.registry().addHandler("fast", (command, context) -> Reply.text("ok"), 1);

        for (int i = 0; i < 40; i++) {
            bench.send("hang");
        }
        started.acquire(15);

        assertEquals("fast: ok", bench.ask("fast"));
        assertEquals("ping: pong", bench.ask("ping"));
        assertEquals(16, bench.dispatcher().pool.threads());
        go.release(40);
        for (int i = 0; i < 40; i++) {
            assertEquals("hang: ", bench.text());
        }
    }

    @Test
    void shouldTakeTurnsWhenLanesHoldEveryThread() throws Exception {
        for (int i = 0; i < 18; i++) {
            bench.policy("lane" + i, "anyone", 1, 8);
        }
        bench.build();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 18; i++) {
            CommandHandler noted = (command, context) -> {
                order.add(command.name());
                return waits.handle(command, context);
            };
            bench.registry().addHandler("lane" + i, noted, 1);
        }
        for (int i = 0; i < 18; i++) {
            bench.send("lane" + i);
            bench.send("lane" + i);
        }
        started.acquire(16);
        assertFalse(started.tryAcquire());

        go.release(2);
        started.acquire(2);

        // The two that came free began with the lanes that had nothing yet, not with the second call of their own.
        assertEquals(Set.of("lane16", "lane17"), Set.copyOf(order.subList(16, 18)));
        go.release(34);
        for (int i = 0; i < 36; i++) {
            bench.text();
        }
        assertEquals(36, bench.counters().handled());
    }

    @Test
    void shouldInterruptAtTheDeadlineAndNotBefore() throws Exception {
        bench.policy("slow", "anyone", 1, 8).build();
        bench.registry().addHandler("slow", waits, 1);
        bench.send("slow#1");
        started.acquire();

        bench.advance("9.999s");
        expire();
        assertNull(bench.answers.poll());
        bench.advance("0.001s");
        expire();

        assertEquals("slow#1! deadline-exceeded: not done in 10000 ms", bench.text());
        bench.send("slow#2");
        started.acquire();
        go.release();
        assertEquals("slow#2: ", bench.text());
        assertEquals(new CommandCounters.Snapshot(2, 2, 0, 0, 0, 0), bench.counters());
    }

    @Test
    void shouldAnswerWhatWaitedTooLongWithoutRunningIt() throws Exception {
        bench.policy("slow", "anyone", 1, 8).build();
        bench.registry().addHandler("slow", waits, 1);
        bench.send("slow#1");
        started.acquire();
        bench.advance("1s");
        bench.send("slow#2");

        bench.advance("9s");
        expire();
        assertEquals("slow#1! deadline-exceeded: not done in 10000 ms", bench.text());
        started.acquire();
        bench.send("slow#3");
        bench.advance("10s");
        expire();

        List<String> both = new ArrayList<>(List.of(bench.text(), bench.text()));
        both.sort(null);
        assertEquals(
                List.of(
                        "slow#2! deadline-exceeded: not done in 10000 ms",
                        "slow#3! deadline-exceeded: waited too long for its turn"),
                both);
        assertEquals(new CommandCounters.Snapshot(3, 2, 0, 1, 0, 0), bench.counters());
    }

    @Test
    void shouldNotLetAnInterruptReachTheNextCall() throws Exception {
        bench.policy("slow", "anyone", 1, 99).build();
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(200);
        bench.registry()
                .addHandler(
                        "slow",
                        (command, context) -> {
                            if (Thread.currentThread().isInterrupted()) {
                                interrupted.incrementAndGet();
                            }
                            Thread.currentThread().interrupt();
                            done.countDown();
                            return Reply.none();
                        },
                        1);

        for (int i = 0; i < 200; i++) {
            bench.send("slow");
            while (bench.counters().inFlight() > 50) {
                Thread.onSpinWait();
            }
        }

        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(0, interrupted.get());
    }

    @Test
    void shouldAbandonACallThatIgnoresItsInterruptUntilItReturns() throws Exception {
        bench.policy("deaf", "anyone", 1, 8).policy("fast", "anyone", 1, 8).build();
        bench.registry().addHandler("deaf", deaf, 1);
        bench.registry().addHandler("fast", (command, context) -> Reply.text("ok"), 1);
        bench.send("deaf#1");
        started.acquire();
        bench.advance("10s");
        expire();
        assertEquals("deaf#1! deadline-exceeded: not done in 10000 ms", bench.text());

        bench.send("deaf#2");
        bench.advance("5s");
        expire();

        assertEquals("deaf#2! unavailable: an earlier call hangs", bench.text());
        assertEquals("deaf#3! unavailable: an earlier call hangs", bench.ask("deaf#3"));
        assertEquals(1, bench.dispatcher().abandonedCalls());
        assertEquals("fast: ok", bench.ask("fast"));

        deafGo.release(2);
        while (bench.dispatcher().abandonedCalls() > 0) {
            Thread.onSpinWait();
        }
        assertEquals("deaf#4: late", bench.ask("deaf#4"));
    }

    @Test
    void shouldGiveUpOnInProcessHandlersAfterEightAbandonedCalls() throws Exception {
        for (int i = 0; i < 10; i++) {
            bench.policy("deaf" + i, "anyone", 1, 8);
        }
        bench.build();
        for (int i = 0; i < 10; i++) {
            bench.registry().addHandler("deaf" + i, deaf, 1);
        }
        for (int i = 0; i < 8; i++) {
            bench.send("deaf" + i);
        }
        started.acquire(8);
        bench.advance("10s");
        expire();
        bench.advance("5s");
        expire();
        for (int i = 0; i < 8; i++) {
            bench.text();
        }

        assertEquals(8, bench.dispatcher().abandonedCalls());
        assertEquals("deaf9! unavailable: an earlier call hangs", bench.ask("deaf9"));
        assertEquals("ping: pong", bench.ask("ping"));
        deafGo.release(8);
        while (bench.dispatcher().abandonedCalls() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAnswerEverythingWhenClosed() throws Exception {
        bench.policy("slow", "anyone", 1, 8).build();
        bench.registry().addHandler("slow", waits, 1);
        bench.send("slow#1");
        bench.send("slow#2");
        started.acquire();

        bench.close();

        List<String> both = new ArrayList<>(List.of(bench.text(), bench.text()));
        both.sort(null);
        assertEquals(
                List.of("slow#1! aborted: the agent is stopping", "slow#2! unavailable: the agent is stopping"), both);
        assertEquals(0, bench.dispatcher().pool.threads());
    }

    @Test
    void shouldCallBackAtTheNearestDeadline() throws Exception {
        Semaphore called = new Semaphore(0);
        bench.clock = DispatchClock.SYSTEM;
        DeadlineTimer timer = new DeadlineTimer(DispatchClock.SYSTEM, now -> {
            called.release();
            return DeadlineTimer.NEVER;
        });
        timer.start();

        timer.arm(System.nanoTime() + 3_600_000_000_000L);
        timer.arm(System.nanoTime() + 1_000_000L);

        assertTrue(called.tryAcquire(20, TimeUnit.SECONDS));
        timer.close();
    }

    @Test
    void shouldAlwaysAddUp() throws Exception {
        bench.policy("slow", "anyone", 2, 4).build();
        bench.registry().addHandler("slow", (command, context) -> Reply.none(), 1);
        AtomicInteger wrong = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                CommandCounters.Snapshot s = bench.counters();
                long sum = s.handled() + s.repeated() + s.rejected() + s.dropped() + s.inFlight();
                if (s.inFlight() < 0 || s.inFlight() > 7 || s.received() != sum) {
                    wrong.incrementAndGet();
                }
            }
        });
        reader.start();

        for (int i = 0; i < 5000; i++) {
            bench.send(i % 3 == 0 ? "Bad" : "slow");
        }
        reader.interrupt();
        reader.join();

        assertEquals(0, wrong.get());
        assertEquals(5000, bench.counters().received());
    }
}
