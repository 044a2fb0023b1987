package dev.ipcommand.agent.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
                all, new EchoHandler().handle(new Command(all), new NoContext()).body());
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
        return handler.handle(new Command(arguments.getBytes(UTF_8)), new NoContext());
    }

    private record Command(byte[] arguments) implements IpCommand {
        @Override
        public String name() {
            return "name";
        }

        @Override
        public Optional<String> id() {
            return Optional.empty();
        }

        @Override
        public String text() {
            return new String(arguments, UTF_8);
        }

        @Override
        public CommandForm form() {
            return CommandForm.TEXT;
        }

        @Override
        public String principal() {
            return "-";
        }

        @Override
        public Optional<InetSocketAddress> source() {
            return Optional.empty();
        }
    }

    private static final class NoContext implements CommandContext {
        @Override
        public Instant deadline() {
            return Instant.EPOCH;
        }

        @Override
        public Duration remaining() {
            return Duration.ZERO;
        }

        @Override
        public System.Logger log() {
            return System.getLogger("test");
        }

        @Override
        public void send(byte[] payload) {
            throw new IllegalStateException("no outbox");
        }
    }
}
