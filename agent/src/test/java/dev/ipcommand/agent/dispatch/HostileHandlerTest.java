package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.Reply;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java handlers that harm the thread they run on, on purpose or not: the next call is answered like the first. */
@Timeout(60)
class HostileHandlerTest {
    private final Bench bench = new Bench();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);

    @AfterEach
    void close() {
        go.release(1000);
        bench.close();
        assertEquals(0, bench.dispatcher().pool.threads(), "threads left");
    }

    private void add(CommandHandler handler) {
        bench.policy("bad", "anyone", 1, 8).build();
        bench.registry().addHandler("bad", handler, 1);
    }

    @Test
    void shouldOutliveAnExceptionThatIsItsOwnCause() throws Exception {
        add((command, context) -> {
            IllegalStateException first = new IllegalStateException("first");
            first.initCause(new IllegalArgumentException("second", first));
            throw first;
        });

        assertEquals("bad#1! internal: IllegalStateException", bench.ask("bad#1"));
        assertEquals("bad#2! internal: IllegalStateException", bench.ask("bad#2"));
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }
    }

    @Test
    void shouldOutliveAnExceptionThatCannotBeLogged() throws Exception {
        add((command, context) -> {
            throw new Mute();
        });

        assertEquals("bad#1! internal: Mute", bench.ask("bad#1"));
        assertEquals("bad#2! internal: Mute", bench.ask("bad#2"));
    }

    @Test
    void shouldKeepTheThreadThatLostAnAnswer() throws Exception {
        add((command, context) -> Reply.text("ok"));
        bench.ledger.losesAnswers = 1;

        bench.send("bad#1");

        assertEquals("bad#2: ok", bench.ask("bad#2"));
        assertEquals(1, bench.counters().inFlight());
    }

    /** Fails on the thread that interrupts whoever waits in it. */
    private final class FailsToClose extends AbstractInterruptibleChannel {
        @Override
        protected void implCloseChannel() {
            throw new IllegalStateException("does not close");
        }

        void use() throws Exception {
            begin();
            try {
                started.release();
                go.acquireUninterruptibly();
            } finally {
                end(true);
            }
        }
    }

    @Test
    void shouldAnswerAtTheDeadlineThoughTheInterruptFails() throws Exception {
        add((command, context) -> {
            new FailsToClose().use();
            return Reply.text("late");
        });
        bench.send("bad#1");
        started.acquire();

        bench.advance("10s");
        bench.dispatcher().pool.expire(bench.nanos.get());

        assertEquals("bad#1! deadline-exceeded: not done in 10000 ms", bench.text());
    }

    @Test
    void shouldGoOnLookingAtDeadlinesThoughOneLookFails() throws Exception {
        Semaphore looks = new Semaphore(0);
        DeadlineTimer timer = new DeadlineTimer(DispatchClock.SYSTEM, now -> {
            looks.release();
            throw new StackOverflowError();
        });
        timer.start();

        timer.arm(System.nanoTime());
        looks.acquire();
        timer.arm(System.nanoTime());
        looks.acquire();

        timer.close();
        assertFalse(timer.isAlive());
    }

    @Test
    void shouldLeaveNothingOnAThreadThatIsToBeRenewedThoughMoreWaits() throws Exception {
        ThreadLocal<String> left = new ThreadLocal<>();
        add((command, context) -> {
            started.release();
            go.acquire();
            String found = String.valueOf(left.get());
            left.set("of " + command.id().orElse(""));
            return Reply.text(found);
        });
        bench.send("bad#1");
        started.acquire();
        bench.send("bad#2");

        bench.dispatcher().pool.renewThreads();
        go.release(2);

        assertEquals("bad#1: null", bench.text());
        assertEquals("bad#2: null", bench.text());
        assertNotEquals(0, started.availablePermits());
    }
}
