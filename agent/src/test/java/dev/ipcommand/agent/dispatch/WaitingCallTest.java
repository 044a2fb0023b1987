package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.agent.plugin.LoadedHandler;
import dev.ipcommand.handler.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a command that waits for its turn while its handler goes, comes back or changes its callers. */
@Timeout(60)
class WaitingCallTest {
    private final Bench bench = new Bench();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);

    @BeforeEach
    void build() {
        bench.policy("job", "anyone", 1, 8).build();
    }

    @AfterEach
    void close() {
        go.release(1000);
        bench.close();
        assertEquals(0, bench.counters().inFlight());
    }

    private Reply run(Call call) throws InterruptedException {
        started.release();
        go.acquire();
        return Reply.text("ran");
    }

    private void script(String allow) {
        Script script = new Script(
                this::run,
                Bench.policy(allow, "10s", 1, 8, dev.ipcommand.agent.config.AgentConfig.ReplyMode.FRAMED),
                "");
        bench.registry().setScripts(Map.of("job", script));
    }

    private void plugin() {
        LoadedHandler handler = new LoadedHandler("job", 1, false, (command, context) -> run((Call) command), "a.jar");
        bench.registry().setPlugins(Map.of("job", handler));
    }

    private void sendOneThatRunsAndOneThatWaits() throws InterruptedException {
        bench.send("job#1");
        started.acquire();
        bench.send("job#2");
    }

    @Test
    void shouldLeaveTheIdOfACommandFreeWhoseScriptWentWhileItWaited() throws Exception {
        script("anyone");
        sendOneThatRunsAndOneThatWaits();

        bench.registry().setScripts(Map.of());
        go.release(2);

        assertEquals("job#1: ran", bench.text());
        assertEquals("job#2! not-found: no such command", bench.text());
        assertEquals(List.of("started", "finished ok", "released"), bench.ledger.log);
        script("anyone");
        assertEquals("job#2: ran", bench.ask("job#2"));
    }

    @Test
    void shouldLeaveTheIdOfACommandFreeWhoseJarWentWhileItWaited() throws Exception {
        plugin();
        sendOneThatRunsAndOneThatWaits();

        bench.registry().setPlugins(Map.of());
        go.release(2);

        assertEquals("job#1: ran", bench.text());
        assertEquals("job#2! not-found: no such command", bench.text());
        plugin();
        assertEquals("job#2: ran", bench.ask("job#2"));
    }

    @Test
    void shouldNotRunACommandWhoseCallerMayNoLongerCallWhenItsTurnComes() throws Exception {
        script("anyone");
        sendOneThatRunsAndOneThatWaits();

        script("signed");
        go.release(2);

        assertEquals("job#1: ran", bench.text());
        assertEquals("job#2! not-found: no such command", bench.text());
    }

    @Test
    void shouldKeepOneAtATimeThoughTheScriptWasGoneForAMoment() throws Exception {
        script("anyone");
        bench.send("job#1");
        started.acquire();

        bench.registry().setScripts(Map.of());
        script("anyone");
        bench.send("job#2");

        assertEquals(1, bench.dispatcher().pool.threads());
        go.release(2);
        assertEquals("job#1: ran", bench.text());
        assertEquals("job#2: ran", bench.text());
    }
}
