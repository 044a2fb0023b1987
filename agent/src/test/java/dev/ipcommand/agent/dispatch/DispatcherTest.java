package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.handler.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void shouldRunBuiltInsWithoutAnyThread() throws Exception {
        bench.build();

        assertEquals("ping: pong", bench.ask("ping"));
        assertEquals("echo#a1: x  y ", bench.ask("echo#a1: x  y "));
        assertEquals("help: echo help ping", bench.ask("help"));
        assertEquals("help: ping", bench.ask("help p"));
        assertEquals(0, bench.dispatcher().pool.threads());
        assertEquals(new CommandCounters.Snapshot(4, 4, 0, 0, 0, 0), bench.counters());
    }

    @Test
    void shouldEchoEveryLengthThroughARawCatchAll() throws Exception {
        bench.route("", "echo", ReplyMode.RAW).build();

        for (int length = 1; length <= 1300; length++) {
            byte[] datagram = new byte[length];
            for (int i = 0; i < length; i++) {
                datagram[i] = (byte) (255 - (i & 0xFF));
            }
            bench.send(datagram);
            assertArrayEquals(datagram, bench.bytes());
        }
        bench.send(new byte[0]);
        bench.send(new byte[1301]);
        assertTrue(bench.answers.isEmpty());
        assertEquals(new CommandCounters.Snapshot(1302, 1301, 0, 0, 1, 0), bench.counters());
    }

    @Test
    void shouldEchoFramedArgumentsUpTo1294Bytes() throws Exception {
        bench.build();

        for (int length = 1; length <= 1294; length++) {
            String command = "echo: " + "x".repeat(length);
            assertEquals(command, bench.ask(command));
        }
    }

    @Test
    void shouldNotTellUnknownFromForbidden() throws Exception {
        bench.policy("secret", "signed", 1, 8).policy("mine", "", 1, 8).build();
        bench.registry().addHandler("secret", (command, context) -> Reply.text("no"), 1);
        bench.registry().addHandler("mine", (command, context) -> Reply.text("no"), 1);

        assertEquals("secret! not-found: no such command", bench.ask("secret"));
        assertEquals("mine#7! not-found: no such command", bench.ask("mine#7: x"));
        assertEquals("nobody! not-found: no such command", bench.ask("nobody"));
        assertEquals("help: echo help ping", bench.ask("help"));
        assertEquals(new CommandCounters.Snapshot(4, 1, 0, 3, 0, 0), bench.counters());
    }

    @Test
    void shouldLetTheConfigurationCloseABuiltIn() throws Exception {
        bench.policy("ping", "", 1, 8).build();

        assertEquals("ping! not-found: no such command", bench.ask("ping"));
    }

    @Test
    void shouldAnswerABadIdWithoutRepeatingIt() throws Exception {
        bench.build();

        assertEquals("ping! invalid-argument: id", bench.ask("ping#: x"));
        assertEquals("zzz! invalid-argument: id", bench.ask("zzz#" + "i".repeat(33)));
    }

    @Test
    void shouldDropWithoutAnAnswer() {
        bench.build();

        for (String datagram : List.of("", "Ping", "\u00FF", "x".repeat(1301), "eyJ.a.b", "ping\n")) {
            bench.send(datagram);
        }

        assertTrue(bench.answers.isEmpty());
        assertEquals(new CommandCounters.Snapshot(6, 0, 0, 0, 6, 0), bench.counters());
    }

    @Test
    void shouldDropOverTheRateLimitWithoutAnAnswer() throws Exception {
        bench.limits = new Limits(60, 2, 0);
        bench.build();

        assertEquals("ping: pong", bench.ask("ping"));
        assertEquals("x! not-found: no such command", bench.ask("x"));
        bench.send("ping");
        assertTrue(bench.answers.isEmpty());
        bench.advance("1.1s");
        assertEquals("ping: pong", bench.ask("ping"));
        assertEquals(new CommandCounters.Snapshot(4, 2, 0, 1, 1, 0), bench.counters());
    }

    @Test
    void shouldWithholdAnswersOverTheHourlyBytes() throws Exception {
        bench.limits = new Limits(0, 0, 25);
        bench.build();

        assertEquals("ping: pong", bench.ask("ping"));
        assertEquals("ping: pong", bench.ask("ping"));
        bench.send("ping");
        assertTrue(bench.answers.isEmpty());
        assertEquals(3, bench.counters().handled());
    }

    @Test
    void shouldBoundTheAnswersOfBuiltInsToUnsignedCallers() throws Exception {
        bench.build();
        bench.builtIn("big", (command, context) -> Reply.binary(new byte[200]));

        assertEquals("big! resource-exhausted: 205 bytes, limit 200", bench.ask("big"));
        assertEquals(205, bench.ask("big " + "x".repeat(80)).length());
    }

    @Test
    void shouldNotBoundTheAnswersOfHandlersThatTheUserBrings() throws Exception {
        bench.policy("big", "anyone", 1, 8).build();
        bench.registry().addHandler("big", (command, context) -> Reply.binary(new byte[1295]), 1);

        assertEquals(1300, bench.ask("big").length());
    }

    @Test
    void shouldSendNothingForARawFailure() {
        bench.route("!", "missing", ReplyMode.RAW)
                .route("?", "bad", ReplyMode.RAW)
                .build();
        bench.builtIn("bad", (command, context) -> {
            throw new IllegalStateException("secret");
        });

        bench.send("!x");
        bench.send("?x");

        assertTrue(bench.answers.isEmpty());
        assertEquals(new CommandCounters.Snapshot(2, 1, 0, 1, 0, 0), bench.counters());
    }

    @Test
    void shouldFrameARouteThatIsNotRaw() throws Exception {
        bench.route("!", "echo", ReplyMode.FRAMED)
                .route("?", "missing", ReplyMode.FRAMED)
                .build();

        assertEquals("echo: !\u00FF", bench.ask("!\u00FF"));
        assertEquals("missing! not-found: no such command", bench.ask("?"));
    }

    @Test
    void shouldTurnWhateverIsThrownIntoInternal() throws Exception {
        bench.build();
        bench.builtIn("bad", (command, context) -> {
            throw new java.io.IOException("disk /dev/secret");
        });
        bench.builtIn("deep", (command, context) -> {
            throw new StackOverflowError();
        });

        assertEquals("bad! internal: IOException", bench.ask("bad"));
        assertEquals("deep! internal: StackOverflowError", bench.ask("deep"));
    }

    @Test
    void shouldSendNothingForNone() {
        bench.build();
        bench.builtIn("quiet", (command, context) -> Reply.none());

        bench.send("quiet");

        assertTrue(bench.answers.isEmpty());
        assertEquals(1, bench.counters().handled());
    }

    @Test
    void shouldGiveTheHandlerWhatArrived() throws Exception {
        bench.build();
        List<String> seen = new ArrayList<>();
        bench.builtIn("see", (command, context) -> {
            seen.add(command.name()
                    + command.id()
                    + command.text()
                    + command.form()
                    + command.principal()
                    + command.source());
            context.send(new byte[] {1});
            return Reply.none();
        });

        bench.send("see#7:  a");

        assertEquals(List.of("seeOptional[7] aTEXT-Optional.empty"), seen);
        assertEquals(1, bench.outbox.size());
    }

    @Test
    void shouldKeepTheLast32Traces() throws Exception {
        bench.build();
        for (int i = 0; i < 40; i++) {
            bench.ask("cmd" + i);
        }

        List<CommandTrace> recent = bench.dispatcher().recent().snapshot();

        assertEquals(32, recent.size());
        assertEquals("cmd39", recent.get(0).name());
        assertEquals("not-found", recent.get(0).status());
    }

    @Test
    void shouldRunABuiltInOnALaneWhenToldTo() throws Exception {
        HandlerPolicy policy = new HandlerPolicy(
                List.of("anyone"),
                Duration.ofSeconds(10),
                1,
                8,
                ReplyMode.FRAMED,
                false,
                false,
                0,
                Map.of("lane", "true"));
        bench.policies.put("echo", policy);
        bench.build();

        assertEquals("echo: x", bench.ask("echo: x"));
        assertEquals(1, bench.dispatcher().pool.threads());
    }

    @Test
    void shouldLogEachKindOnceAMinuteWithItsCount() {
        List<String> lines = new ArrayList<>();
        MinuteLog log = new MinuteLog(bench.clock, (kind, count) -> lines.add(kind + "=" + count));

        log.note(Notice.EMPTY);
        log.note(Notice.EMPTY);
        log.note(Notice.NOT_UTF8);
        bench.advance("59s");
        log.note(Notice.EMPTY);
        log.flush();
        bench.advance("1s");
        log.flush();
        log.flush();

        assertEquals(List.of("EMPTY=1", "NOT_UTF8=1", "EMPTY=2"), lines);
    }

    @Test
    void shouldDropWhenClosed() {
        bench.build();
        bench.close();

        bench.send("ping".getBytes(ISO_8859_1));

        assertEquals(1, bench.counters().dropped());
    }
}
