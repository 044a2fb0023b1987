package dev.ipcommand.agent.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.Reply;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuiltInHandlersTest {
    @Test
    void shouldAnswerPong() throws Exception {
        assertEquals(Reply.text("pong"), call(new PingHandler(), "anything"));
    }

    @Test
    void shouldEchoEveryByte() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        assertArrayEquals(
                all,
                new EchoHandler().handle(FakeCall.of(all), FakeCall.of(all)).body());
    }

    @Test
    void shouldNameWhatTheCallerMayCall() throws Exception {
        Function<String, List<String>> names = principal -> List.of("echo", "for" + principal, "help");

        assertEquals(Reply.text("echo for- help"), call(new HelpHandler(names), ""));
        assertEquals(Reply.text("help"), call(new HelpHandler(names), " he\n"));
        assertEquals(Reply.text(""), call(new HelpHandler(names), "nothing"));
    }

    @Test
    void shouldCountTheNamesThatDoNotFit() throws Exception {
        List<String> many = IntStream.range(100, 600).mapToObj(i -> "name-" + i).toList();

        String line = new String(call(new HelpHandler(principal -> many), "").body(), UTF_8);

        assertTrue(line.startsWith("name-100 name-101 "), line);
        assertTrue(line.endsWith(" +484 more"), line);
        assertTrue("help#".length() + 32 + ": ".length() + line.length() <= 200, line);
    }

    @Test
    void shouldAnswerTheStatusLine() throws Exception {
        assertEquals(Reply.text("LISTENING"), call(new StatusHandler(() -> "LISTENING"), ""));
    }

    private static Reply call(CommandHandler handler, String arguments) throws Exception {
        FakeCall call = FakeCall.unsigned(arguments);
        return handler.handle(call, call);
    }
}
