package dev.ipcommand.agent.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A relay that is safe at 0, a siren that is safe at 1, and a door switch. */
final class GpioHandlerTest {
    private static final List<LineSpec> SPECS = List.of(
            LineSpec.output("relay", 17, Level.LOW),
            LineSpec.output("siren", 22, Level.HIGH),
            LineSpec.input("door", 27, LineSpec.Pull.UP));

    private final FakeBoard board = new FakeBoard();
    private final List<String> pauses = new ArrayList<>();
    private final GpioHandler handler =
            new GpioHandler(SPECS, board, duration -> pauses.add(duration.toMillis() + "ms at " + board.pin("relay")));

    @ParameterizedTest
    @CsvSource({
        "'',                    relay=0 siren=1 door=1",
        "get relay,             relay=0",
        "get door,              door=1",
        "set relay 1,           relay=1",
        "set relay on,          relay=1",
        "set relay 0,           relay=0",
        "set siren off,         siren=0",
        "'  set  relay  1\n',   relay=1",
        "pulse relay 500ms,     'relay=1 for 500ms, now 0'",
        "pulse relay 1.5s,      'relay=1 for 1500ms, now 0'",
        "pulse siren 10ms,      'siren=0 for 10ms, now 1'",
    })
    void shouldAnswer(String arguments, String reply) throws Exception {
        board.setPin("door", Level.HIGH);

        assertEquals(Reply.text(reply), call(arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "get pump,              'no such line, allowed: relay siren door'",
        "get 17,                'no such line, allowed: relay siren door'",
        "get ../mem,            'no such line, allowed: relay siren door'",
        "set pump 1,            'no such line, allowed: relay siren door'",
        "set door 1,            'door is an input, outputs: relay siren'",
        "pulse door 500ms,      'door is an input, outputs: relay siren'",
        "set relay 2,           'not a level, allowed: 0, 1, off, on'",
        "set relay ON,          'not a level, allowed: 0, 1, off, on'",
        "pulse relay 500,       'not a duration, allowed: 10ms to 60s'",
        "pulse relay 9ms,       'not a duration, allowed: 10ms to 60s'",
        "pulse relay 60.001s,   'not a duration, allowed: 10ms to 60s'",
        "pulse relay 99999ms,   'not a duration, allowed: 10ms to 60s'",
        "pulse relay -1s,       'not a duration, allowed: 10ms to 60s'",
        "pulse relay 999999999999s, 'not a duration, allowed: 10ms to 60s'",
        "pulse relay 9901ms,    'longer than this call may last, allowed now: at most 9900ms'",
    })
    void shouldRefuseAndNameWhatIsAllowed(String arguments, String reason) throws Exception {
        handler.start();
        List<String> before = board.done();

        assertEquals(Reply.failure(CommandStatus.INVALID_ARGUMENT, reason), call(arguments));

        assertEquals(before, board.done(), "nothing is driven");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relay",
                "get",
                "get relay now",
                "set relay",
                "set relay 1 2",
                "Set relay 1",
                "pulse relay",
                "get\trelay",
                "toggle relay"
            })
    void shouldTellHowItIsUsed(String arguments) throws Exception {
        assertEquals(
                Reply.failure(
                        CommandStatus.INVALID_ARGUMENT,
                        "use: gpio | gpio get NAME | gpio set NAME 0|1|on|off | gpio pulse NAME 500ms"),
                call(arguments));
    }

    @Test
    void shouldRefuseWhatIsNoTextOrTooLong() throws Exception {
        assertEquals(
                Reply.failure(CommandStatus.INVALID_ARGUMENT, "not UTF-8"),
                answer(FakeCall.of(new byte[] {'g', (byte) 0xff})));
        assertEquals(
                CommandStatus.INVALID_ARGUMENT,
                call("get " + "relay".repeat(200)).status());
    }

    @Test
    void shouldNameManyLinesWithinTheLengthOfAReason() throws Exception {
        List<LineSpec> many = IntStream.range(0, 28)
                .mapToObj(i -> LineSpec.output("a-rather-long-name" + i, i, Level.LOW))
                .toList();
        FakeCall call = FakeCall.unsigned("get pump");

        Reply reply = new GpioHandler(many, board).handle(call, call);

        assertTrue(reply.reason().endsWith(" +24 more"), reply.reason());
        assertTrue(reply.reason().length() <= 120, reply.reason());
    }

    @Test
    void shouldOpenEveryLineAtItsSafeLevelAtTheStart() throws Exception {
        handler.start();

        assertEquals(List.of("relay=0", "siren=1"), board.done());
        assertEquals(1, board.opened());
    }

    @Test
    void shouldDriveTheOppositeOfSafeDuringAPulseOnly() throws Exception {
        handler.start();

        call("pulse relay 500ms");
        call("pulse siren 60ms");

        assertEquals(List.of("500ms at HIGH", "60ms at LOW"), pauses);
        assertEquals(List.of("relay=0", "siren=1", "relay=1", "relay=0", "siren=0", "siren=1"), board.done());
    }

    @Test
    void shouldTakeAPulseAsLongAsTheCallMayLast() throws Exception {
        FakeCall longer = FakeCall.unsigned("pulse relay 60s").within(Duration.ofMillis(60_100));

        assertEquals(Reply.text("relay=1 for 60000ms, now 0"), answer(longer));
    }

    @Test
    void shouldRefuseAPulseWhenNoTimeIsLeft() throws Exception {
        assertEquals(
                Reply.failure(
                        CommandStatus.INVALID_ARGUMENT, "longer than this call may last, allowed now: at most 0ms"),
                answer(FakeCall.unsigned("pulse relay 10ms").within(Duration.ZERO)));
    }

    @Test
    void shouldReturnToTheSafeLevelWhenAPulseIsInterrupted() {
        GpioHandler interrupted = new GpioHandler(SPECS, board, duration -> {
            throw new InterruptedException();
        });
        FakeCall call = FakeCall.unsigned("pulse siren 5s");

        assertThrows(InterruptedException.class, () -> interrupted.handle(call, call));

        assertEquals(List.of("siren=1", "siren=0", "siren=1"), board.done());
    }

    @Test
    @Timeout(30)
    void shouldReallyLastUntilTheThreadIsInterrupted() throws Exception {
        GpioHandler real = new GpioHandler(SPECS, board);
        FakeCall call = FakeCall.unsigned("pulse relay 60s").within(Duration.ofMinutes(2));
        FutureTask<Reply> pulse = new FutureTask<>(() -> real.handle(call, call));
        Thread lane = new Thread(pulse);
        lane.start();
        while (board.pin("relay") == Level.LOW || lane.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        lane.interrupt();

        ExecutionException ended = assertThrows(ExecutionException.class, pulse::get);
        assertInstanceOf(InterruptedException.class, ended.getCause());
        assertEquals(Level.LOW, board.pin("relay"));
        lane.join();
    }

    @Test
    @Timeout(30)
    void shouldLetTheSecondCallOnALineWaitForThePulse() throws Exception {
        CountDownLatch pulsing = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        GpioHandler slow = new GpioHandler(SPECS, board, duration -> {
            pulsing.countDown();
            over.await();
        });
        slow.start();
        FutureTask<Reply> pulse = new FutureTask<>(() -> handle(slow, "pulse relay 1s"));
        FutureTask<Reply> set = new FutureTask<>(() -> handle(slow, "set relay 1"));
        Thread first = new Thread(pulse);
        Thread second = new Thread(set);
        try {
            first.start();
            pulsing.await();
            second.start();
            while (second.getState() != Thread.State.WAITING && second.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }

            assertFalse(set.isDone());
            assertEquals(Reply.text("siren=0"), handle(slow, "set siren 0"), "another line is free meanwhile");
            over.countDown();

            assertEquals(Reply.text("relay=1 for 1000ms, now 0"), pulse.get());
            assertEquals(Reply.text("relay=1"), set.get());
            assertEquals(List.of("relay=0", "siren=1", "relay=1", "siren=0", "relay=0", "relay=1"), board.done());
        } finally {
            over.countDown();
            first.join();
            second.join();
        }
    }

    @Test
    void shouldSayWhyThereIsNoBoardAndTryAgain() throws Exception {
        board.setMissing("there is no /dev/gpiochipN on this host");
        handler.start();

        assertEquals(unavailable("there is no /dev/gpiochipN on this host"), call("set relay 1"));
        assertEquals(unavailable("there is no /dev/gpiochipN on this host"), call(""));

        board.setMissing("");
        assertEquals(Reply.text("relay=1"), call("set relay 1"));
    }

    @Test
    void shouldServeTheOtherLinesWhileOneIsHeldBySomebodyElse() throws Exception {
        board.setBusy("relay", true);
        handler.start();

        assertEquals(Reply.text("relay=? siren=1 door=0"), call(""));
        assertEquals(unavailable("relay is held by somebody"), call("set relay 1"));

        board.setBusy("relay", false);
        assertEquals(Reply.text("relay=0"), call("get relay"));
    }

    @Test
    void shouldCloseTheBoardAndOpenNothingAfterwards() throws Exception {
        handler.start();
        handler.close();
        handler.close();

        assertEquals(List.of("relay=0", "siren=1", "closed"), board.done());
        assertEquals(unavailable("relay cannot be used"), call("set relay 1"));
        assertEquals(1, board.opened());
    }

    @Test
    void shouldNotTouchTheBoardWithoutACallOrAStart() {
        new GpioHandler(SPECS, board).close();

        assertEquals(0, board.opened());
        assertEquals(List.of(), board.done());
    }

    @Test
    void shouldRefuseTwoLinesOfOneName() {
        List<LineSpec> twice =
                List.of(LineSpec.output("relay", 17, Level.LOW), LineSpec.output("relay", 18, Level.LOW));

        assertThrows(IllegalArgumentException.class, () -> new GpioHandler(twice, board));
    }

    private static Reply unavailable(String reason) {
        return Reply.failure(CommandStatus.UNAVAILABLE, reason);
    }

    private Reply call(String arguments) throws Exception {
        return handle(handler, arguments);
    }

    private Reply answer(FakeCall call) throws Exception {
        return handler.handle(call, call);
    }

    private static Reply handle(GpioHandler handler, String arguments) throws Exception {
        FakeCall call = FakeCall.unsigned(arguments);
        return handler.handle(call, call);
    }
}
