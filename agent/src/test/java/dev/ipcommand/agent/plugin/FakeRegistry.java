package dev.ipcommand.agent.plugin;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.HandlerSettings;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls handlers as the dispatcher does: on threads that live on, until they are to be renewed. */
final class FakeRegistry implements PluginRegistry, AutoCloseable {
    final Map<String, Map<String, String>> settings = new HashMap<>();
    volatile Map<String, LoadedHandler> handlers = Map.of();
    final AtomicInteger replaced = new AtomicInteger();
    private ExecutorService threads = Executors.newCachedThreadPool();

    @Override
    public boolean isBuiltIn(String name) {
        return Set.of("ping", "help").contains(name);
    }

    @Override
    public HandlerSettings settingsFor(String name) {
        return new HandlerSettings(settings.getOrDefault(name, Map.of()));
    }

    @Override
    public void replacePlugins(Map<String, LoadedHandler> now) {
        handlers = now;
        replaced.incrementAndGet();
    }

    @Override
    public synchronized void renewThreads() {
        threads.shutdown();
        threads = Executors.newCachedThreadPool();
    }

    /** Begins a call of whatever serves the name now. */
    synchronized Future<Reply> begin(String name, CommandContext context) {
        LoadedHandler handler = handlers.get(name);
        if (handler == null) {
            throw new AssertionError("no handler " + name + " among " + handlers.keySet());
        }
        return threads.submit(() -> handler.handler().handle(new Command(name), context));
    }

    /** Calls a handler; the answer's text. */
    String ask(String name) throws Exception {
        return text(begin(name, new Context()).get());
    }

    static IpCommand command(String name) {
        return new Command(name);
    }

    static String text(Reply reply) {
        return reply.reason().isEmpty()
                ? new String(reply.body(), StandardCharsets.UTF_8)
                : reply.status().wireName() + ": " + reply.reason();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Command(String name) implements IpCommand {
        @Override
        public Optional<String> id() {
            return Optional.empty();
        }

        @Override
        public byte[] arguments() {
            return new byte[0];
        }

        @Override
        public String text() {
            return "";
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

    /** A plugin calls {@code deadline()} to be noticed, and {@code remaining()} to wait for the test. */
    static class Context implements CommandContext {
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
            return System.getLogger("handler.test");
        }

        @Override
        public void send(byte[] payload) {}
    }
}
