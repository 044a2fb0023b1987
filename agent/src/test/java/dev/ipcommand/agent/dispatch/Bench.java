package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.config.AgentConfig.Route;
import dev.ipcommand.agent.handlers.EchoHandler;
import dev.ipcommand.agent.handlers.HelpHandler;
import dev.ipcommand.agent.handlers.PingHandler;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.handler.CommandHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A dispatcher on a test bench: its clock is turned by hand, its answers are collected. */
final class Bench implements AutoCloseable {
    final AtomicLong nanos = new AtomicLong(1_000);
    final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    final List<byte[]> outbox = new ArrayList<>();
    final Map<String, HandlerPolicy> policies = new HashMap<>();
    final List<Route> routes = new ArrayList<>();
    final FakeLedger ledger = new FakeLedger();
    TokenVerifier verifier = TokenVerifier.NO_KEYS;
    boolean answerRefusals;
    Limits limits = new Limits(0, 0, 0);
    DispatchClock clock = new DispatchClock(nanos::get, () -> nanos.get() / 1_000_000);

    private HandlerRegistry registry = new HandlerRegistry(Map.of());
    private Dispatcher dispatcher = new Dispatcher(settings(Path.of("none"), Path.of("none")), registry, ports());

    Bench policy(String name, String allow, int concurrency, int queue) {
        policies.put(name, policy(allow, "10s", concurrency, queue, ReplyMode.FRAMED));
        return this;
    }

    static HandlerPolicy policy(String allow, String deadline, int concurrency, int queue, ReplyMode reply) {
        Duration limit = Duration.parse("PT" + deadline);
        return new HandlerPolicy(
                allow.isEmpty() ? List.of() : List.of(allow),
                limit,
                concurrency,
                queue,
                reply,
                false,
                false,
                0,
                Map.of());
    }

    Bench route(String prefix, String handler, ReplyMode reply) {
        routes.add(new Route(prefix.getBytes(ISO_8859_1), handler, reply));
        return this;
    }

    Bench build() {
        return build(Path.of("/nonexistent/handlers.d"), Path.of("/nonexistent"));
    }

    Bench build(Path scripts, Path work) {
        registry = new HandlerRegistry(policies);
        registry.addBuiltIn(BuiltIn.telling("ping", BuiltIn.Access.OPEN, new PingHandler()));
        registry.addBuiltIn(BuiltIn.telling("echo", BuiltIn.Access.OPEN, new EchoHandler()));
        registry.addBuiltIn(BuiltIn.telling("help", BuiltIn.Access.OPEN, new HelpHandler(registry::namesFor)));
        dispatcher = new Dispatcher(settings(scripts, work), registry, ports());
        return this;
    }

    private DispatcherSettings settings(Path scripts, Path work) {
        Path none = Path.of("/nonexistent/plugins");
        return new DispatcherSettings(
                routes,
                limits,
                answerRefusals,
                new DispatcherSettings.Places(scripts, none, work, work),
                Optional.empty(),
                Set.of());
    }

    private DispatcherPorts ports() {
        ReplySink sink = (datagram, trace) -> {
            trace.replied(clock.millis());
            answers.add(datagram);
        };
        return new DispatcherPorts(sink, outbox::add, ledger, (bytes, length) -> verifier.verify(bytes, length), clock);
    }

    /** A built-in that anyone may call and that runs on the receiving thread. */
    void builtIn(String name, CommandHandler handler) {
        registry.addBuiltIn(BuiltIn.telling(name, BuiltIn.Access.OPEN, handler));
    }

    HandlerRegistry registry() {
        return registry;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    void send(String datagram) {
        send(datagram.getBytes(ISO_8859_1));
    }

    void send(byte[] datagram) {
        dispatcher.dispatch(datagram, datagram.length, null);
    }

    /** The next answer; fails loudly rather than waiting for ever. */
    byte[] bytes() throws InterruptedException {
        byte[] answer = answers.poll(20, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer within 20 s; counters " + counters());
        }
        return answer;
    }

    String text() throws InterruptedException {
        return new String(bytes(), ISO_8859_1);
    }

    String ask(String datagram) throws InterruptedException {
        send(datagram);
        return text();
    }

    void advance(String duration) {
        nanos.addAndGet(Duration.parse("PT" + duration).toNanos());
    }

    CommandCounters.Snapshot counters() {
        return dispatcher.counters().snapshot();
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
