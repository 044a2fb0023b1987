package dev.ipcommand.handler.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandHandlerProvider;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.HandlerSettings;
import dev.ipcommand.handler.InvalidSettingException;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HandlerTesterTest {
    /** Answers {@code GREETING NAME}; counts its lives. */
    private static final class Greeting implements CommandHandlerProvider {
        private int made;
        private int closed;

        @Override
        public String name() {
            return "greet";
        }

        @Override
        public CommandHandler create(HandlerSettings settings) throws InvalidSettingException {
            String greeting = settings.get("greeting").orElse("hello");
            if (greeting.isBlank()) {
                throw new InvalidSettingException("greeting", "\"\"", "text");
            }
            made++;
            return new CommandHandler() {
                private int calls;

                @Override
                public Reply handle(IpCommand command, CommandContext context) throws Exception {
                    calls++;
                    context.log().log(System.Logger.Level.INFO, "call {0}", calls);
                    return Reply.text(greeting + " " + command.text());
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    private static HandlerTester answering(CommandHandler handler) {
        return HandlerTester.of("h", handler);
    }

    @Test
    void shouldTestAHandlerInOneLine() {
        Greeting provider = new Greeting();

        HandlerTester.of(provider).setting("greeting", "hi").send("bob").expectText("hi bob");

        assertEquals(1, provider.made);
        assertEquals(1, provider.closed);
    }

    @Test
    void shouldKeepAHandlerForSeveralCalls() {
        Greeting provider = new Greeting();

        try (RunningHandler running = HandlerTester.of(provider).start()) {
            running.send("a").expectText("hello a").expectLog("call 1");
            running.send("b").expectText("hello b").expectLog("INFO call 2");
            assertEquals(0, provider.closed);
        }

        assertEquals(1, provider.made);
        assertEquals(1, provider.closed);
    }

    @Test
    void shouldHandOverWhatWasSent() {
        List<IpCommand> seen = new ArrayList<>();
        CommandHandler keeps = (command, context) -> {
            seen.add(command);
            return Reply.none();
        };
        byte[] bytes = {0, (byte) 0xFF};

        answering(keeps).id("x-1").principal("ops1").send(bytes).expectNothing();
        answering(keeps).form(CommandForm.ROUTE).id("gone").send(bytes);

        assertEquals("h", seen.get(0).name());
        assertEquals("x-1", seen.get(0).id().orElseThrow());
        assertEquals("ops1", seen.get(0).principal());
        assertEquals(CommandForm.SIGNED, seen.get(0).form());
        assertArrayEquals(bytes, seen.get(0).arguments());
        assertEquals("-", seen.get(1).principal());
        assertTrue(seen.get(1).id().isEmpty());
    }

    @Test
    void shouldShowFailuresAsTheAgentAnswersThem() {
        answering((command, context) -> {
                    throw new IllegalStateException("the secret cause");
                })
                .send("")
                .expectFailure(CommandStatus.INTERNAL, "IllegalStateException")
                .expectLog("the secret cause");
        answering((command, context) -> {
                    throw new StackOverflowError();
                })
                .send("")
                .expectFailure(CommandStatus.INTERNAL, "StackOverflowError");
        answering((command, context) -> Reply.text(command.text()))
                .send(new byte[] {(byte) 0xC0})
                .expectFailure(CommandStatus.INTERNAL, "MalformedInputException");
        answering((command, context) -> Reply.failure(CommandStatus.UNAVAILABLE, "two\nlines"))
                .id("7")
                .send("")
                .expectFailure(CommandStatus.UNAVAILABLE)
                .expectDatagram("h#7! unavailable: two");
        answering((command, context) -> Reply.failure(CommandStatus.UNAVAILABLE, "é".repeat(100)))
                .send("")
                .expectFailure(CommandStatus.UNAVAILABLE, "é".repeat(60));
    }

    @Test
    @SuppressWarnings("NullAway") // What an author's compiler does not forbid.
    void shouldShowANullReply() {
        answering((command, context) -> null).send("").expectFailure(CommandStatus.INTERNAL, "no reply");
    }

    @Test
    void shouldShowALongAnswerAsTheAgentRefusesIt() {
        CommandHandler repeats = (command, context) -> Reply.text("x".repeat(Integer.parseInt(command.text())));

        answering(repeats).send("1297").expectText("x".repeat(1297));
        answering(repeats).send("1298").expectFailure(CommandStatus.RESOURCE_EXHAUSTED, "1301 bytes, limit 1300");
        answering(repeats).id("1").send("4096").expectDatagram("h#1! resource-exhausted: 4096 bytes, limit 1300");
        answering(repeats).raw().send("1300").expectText("x".repeat(1300));
    }

    @Test
    void shouldSendOnlyTheHandlersOwnBytesWhenRaw() {
        answering((command, context) -> Reply.text("mine")).raw().send("").expectDatagram("mine");
        answering((command, context) -> Reply.text("")).raw().send("").expectNothing();
        answering((command, context) -> Reply.failure(CommandStatus.UNAVAILABLE, "x"))
                .raw()
                .send("")
                .expectNothing()
                .expectFailure(CommandStatus.UNAVAILABLE, "x");
    }

    @Test
    void shouldInterruptAtTheDeadline() {
        List<String> events = new ArrayList<>();

        answering((command, context) -> {
                    try {
                        new CountDownLatch(1).await();
                        return Reply.text("never");
                    } catch (InterruptedException e) {
                        events.add("interrupted");
                        return Reply.text("too late");
                    }
                })
                .deadline(Duration.ofMillis(30))
                .send("")
                .expectFailure(CommandStatus.DEADLINE_EXCEEDED, "not done in 30 ms");

        assertEquals(List.of("interrupted"), events);
    }

    @Test
    void shouldFailIfAHandlerIgnoresItsInterrupt() {
        CountDownLatch end = new CountDownLatch(1);
        HandlerTester stubborn = answering((command, context) -> {
                    while (true) {
                        try {
                            end.await();
                            return Reply.none();
                        } catch (InterruptedException e) {
                            // Ignored: that is what is tested.
                        }
                    }
                })
                .deadline(Duration.ofMillis(10))
                .grace(Duration.ofMillis(10));

        AssertionError error = assertThrows(AssertionError.class, () -> stubborn.send(""));
        end.countDown();

        assertTrue(String.valueOf(error.getMessage()).contains("ignores its interrupt"), error.getMessage());
    }

    @Test
    void shouldGiveTheTimeLeft() {
        answering((command, context) ->
                        Reply.text(String.valueOf(context.remaining().compareTo(Duration.ofSeconds(90)) > 0)))
                .deadline(Duration.ofSeconds(100))
                .send("")
                .expectText("true");
    }

    @Test
    void shouldCollectMessages() {
        CommandHandler reports = (command, context) -> {
            context.send("one".getBytes(UTF_8));
            context.send("two".getBytes(UTF_8));
            return Reply.none();
        };

        answering(reports).send("").expectMessages("one", "two").expectNothing();
        answering(reports).outboxFull().send("").expectFailure(CommandStatus.INTERNAL, "IllegalStateException");
        answering((command, context) -> {
                    context.send(new byte[0]);
                    return Reply.none();
                })
                .send("")
                .expectFailure(CommandStatus.INTERNAL, "IllegalArgumentException");
    }

    @Test
    void shouldSayWhatWasExpectedAndWhatWasFound() {
        Answer answer = answering((command, context) -> {
                    context.log().log(System.Logger.Level.WARNING, "no sensor");
                    return Reply.text("found");
                })
                .send("");

        for (Runnable wrong : List.<Runnable>of(
                () -> answer.expectText("wanted"),
                () -> answer.expectDatagram("h: wanted"),
                () -> answer.expectBytes("wanted".getBytes(UTF_8)),
                () -> answer.expectFailure(CommandStatus.INTERNAL),
                () -> answer.expectFailure(CommandStatus.INTERNAL, "wanted"),
                answer::expectNothing)) {
            AssertionError error = assertThrows(AssertionError.class, wrong::run);
            assertTrue(String.valueOf(error.getMessage()).contains("\"found\"")
                    || String.valueOf(error.getMessage()).contains("\"h: found\""));
            assertTrue(String.valueOf(error.getMessage()).contains("WARNING no sensor"), error.getMessage());
        }
        assertThrows(AssertionError.class, () -> answer.expectMessages("wanted"));
        assertThrows(AssertionError.class, () -> answer.expectLog("wanted"));
    }

    @Test
    void shouldExpectRefusedSettings() {
        HandlerTester.of(new Greeting()).setting("greeting", " ").expectInvalidSetting("greeting");

        assertThrows(
                AssertionError.class, () -> HandlerTester.of(new Greeting()).expectInvalidSetting("greeting"));
        assertThrows(
                AssertionError.class,
                () -> HandlerTester.of(new Greeting()).setting("greeting", " ").send(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Greet", "1a", "a b", "a#"})
    void shouldRefuseNamesThatTheAgentRefuses(String name) {
        assertThrows(AssertionError.class, () -> HandlerTester.of(name, (command, context) -> Reply.none()));
    }

    @Test
    void shouldRefuseCommandsThatNoDatagramHolds() {
        HandlerTester tester = answering((command, context) -> Reply.none());

        assertFalse(tester.send(new byte[1297]).datagram().isPresent());
        assertThrows(IllegalArgumentException.class, () -> tester.send(new byte[1298]));
        assertThrows(IllegalArgumentException.class, () -> tester.id("a b"));
    }

    @Test
    void shouldReportACloseThatFails() {
        CommandHandler handler = new CommandHandler() {
            @Override
            public Reply handle(IpCommand command, CommandContext context) {
                return Reply.none();
            }

            @Override
            public void close() {
                throw new IllegalStateException("still open");
            }
        };

        AssertionError error = assertThrows(
                AssertionError.class, () -> HandlerTester.of("h", handler).send(""));

        assertTrue(String.valueOf(error.getMessage()).contains("still open"), error.getMessage());
    }
}
