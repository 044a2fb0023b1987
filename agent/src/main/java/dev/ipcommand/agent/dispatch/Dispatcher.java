package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.Arrival;
import dev.ipcommand.agent.command.Arrival.BadId;
import dev.ipcommand.agent.command.Arrival.Malformed;
import dev.ipcommand.agent.command.Arrival.Routed;
import dev.ipcommand.agent.command.Arrival.Signed;
import dev.ipcommand.agent.command.Arrival.Text;
import dev.ipcommand.agent.command.Decoder;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.dispatch.CommandCounters.Outcome;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.agent.security.RateLimiter;
import dev.ipcommand.agent.system.FileTrust;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of a datagram: decode, rate limit, policy, then run it here or put it on its handler's lane.
 *
 * <p>A datagram over the rate limit is dropped without an answer: answers would make a flood of them twice as big.
 *
 * <p><b>Threading.</b> {@link #dispatch} on one thread, {@code link-rx}; the rest on any. <b>Failures.</b>
 * {@code dispatch} never throws, whatever arrives and whatever handlers do.
 */
public final class Dispatcher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final byte[] NO_ARGUMENTS = new byte[0];
    static final String NO_SUCH_COMMAND = "no such command";

    private final Decoder decoder;
    private final HandlerRegistry registry;
    private final DispatcherPorts ports;
    private final CommandCounters counters = new CommandCounters();
    private final RecentCommands recent = new RecentCommands();
    private final MinuteLog minuteLog;
    private final RateLimiter commands;
    private final Answers answers;
    private final CallRunner runner;
    final HandlerPool pool;
    private final ScriptHost scriptHost;
    private final WarmUp warmUp;
    private final DispatcherSettings settings;
    private @Nullable ScriptDirectory scripts;
    private volatile boolean closed;

    public Dispatcher(DispatcherSettings settings, HandlerRegistry registry, DispatcherPorts ports) {
        this.decoder = new Decoder(settings.routes());
        this.registry = registry;
        this.ports = ports;
        DispatchClock clock = ports.clock();
        this.minuteLog = new MinuteLog(clock);
        this.commands = RateLimiter.perMinute(
                settings.limits().commandsPerMinute(), settings.limits().burst(), clock.nanoTime());
        RateLimiter replyBytes = RateLimiter.perHour(settings.limits().replyBytesPerHour(), clock.nanoTime());
        this.answers = new Answers(ports, counters, replyBytes, minuteLog);
        this.runner = new CallRunner(clock, minuteLog);
        this.pool = new HandlerPool(answers, runner, clock);
        this.scriptHost = new ScriptHost(settings.workDirectory(), runner::mayLog);
        this.warmUp = new WarmUp(settings.workDirectory(), scriptHost, clock);
        this.settings = settings;
    }

    /**
     * Looks for scripts and starts the threads. Call once, after the last handler was registered and before the first
     * {@link #dispatch}.
     *
     * @throws IOException if the owner of this process or of the configuration cannot be told
     */
    public void start() throws IOException {
        Optional<Path> configuration = settings.configuration();
        FileTrust trust = configuration.isPresent()
                ? FileTrust.ofThisUserAndOwnerOf(configuration.get())
                : FileTrust.ofThisUser();
        scriptHost.removeLeftovers();
        ScriptReader reader = new ScriptReader(trust, settings.keys(), scriptHost);
        ScriptDirectory directory = new ScriptDirectory(settings.scripts(), reader, registry, minuteLog::flush);
        scripts = directory;
        pool.start();
        directory.start();
    }

    /**
     * Takes commands the whole way, and starts a process once, before the first real command: call it before READY. Takes
     * up to 100 ms; leaves no trace in counters, limits or answers.
     */
    public void warmUp() {
        warmUp.run();
    }

    public CommandCounters counters() {
        return counters;
    }

    public RecentCommands recent() {
        return recent;
    }

    /** How many calls ignore their interrupt at this moment; from 8 on a restart is needed. */
    public int abandonedCalls() {
        return pool.abandoned();
    }

    /**
     * Takes one datagram.
     *
     * @param buffer begins with it; not kept
     * @param length its length; more than 1300, if it was longer than the buffer
     * @param source where it came from, if that is known
     */
    public void dispatch(byte[] buffer, int length, @Nullable InetSocketAddress source) {
        counters.received();
        try {
            Arrival arrival = decoder.decode(buffer, length);
            if (closed) {
                drop(Notice.STOPPED);
            } else if (arrival instanceof Malformed kind) {
                drop(Notice.of(kind));
            } else if (arrival instanceof Signed) {
                drop(Notice.SIGNED);
            } else if (!commands.tryAcquire(1)) {
                drop(Notice.RATE_LIMIT);
            } else {
                accept(arrival, buffer, length, source);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a datagram was lost", e);
            drop(Notice.FAULT);
        }
    }

    private void drop(Notice notice) {
        counters.settled(Outcome.DROPPED);
        minuteLog.note(notice);
    }

    private void accept(Arrival arrival, byte[] buffer, int length, @Nullable InetSocketAddress source) {
        if (arrival instanceof Text text) {
            byte[] arguments = Arrays.copyOfRange(buffer, text.argumentsOffset(), length);
            dispatch(
                    new Call.Received(text.name(), text.id(), arguments, CommandForm.TEXT, Policy.UNSIGNED, source),
                    length,
                    false);
        } else if (arrival instanceof Routed routed) {
            byte[] arguments = Arrays.copyOf(buffer, length);
            String name = routed.route().handler();
            boolean raw = routed.route().reply() == ReplyMode.RAW;
            dispatch(new Call.Received(name, null, arguments, CommandForm.ROUTE, Policy.UNSIGNED, source), length, raw);
        } else if (arrival instanceof BadId badId) {
            Call.Received received =
                    new Call.Received(badId.name(), null, NO_ARGUMENTS, CommandForm.TEXT, Policy.UNSIGNED, source);
            answers.reject(
                    call(received, new Call.Terms(false, Reply.MAX_BYTES, 0)), CommandStatus.INVALID_ARGUMENT, "id");
        } else {
            throw new IllegalStateException("not a command: " + arrival);
        }
    }

    private void dispatch(Call.Received received, int size, boolean rawRoute) {
        RegisteredHandler handler = registry.find(received.name(), received.principal());
        if (handler == null) {
            Call.Terms terms = new Call.Terms(rawRoute, Reply.MAX_BYTES, 0);
            answers.reject(call(received, terms), CommandStatus.NOT_FOUND, NO_SUCH_COMMAND);
            return;
        }
        int limit = handler.bounded() ? Math.min(Reply.MAX_BYTES, Math.max(200, 3 * size)) : Reply.MAX_BYTES;
        Call.Terms terms = new Call.Terms(rawRoute || handler.raw(), limit, handler.deadlineNanos());
        Call call = call(received, terms).to(handler);
        Lane lane = handler.lane();
        if (lane == null) {
            call.begin();
            Reply reply = runner.run(call);
            call.end();
            answers.settle(call, reply, Outcome.HANDLED);
        } else {
            submit(lane, call);
        }
    }

    private void submit(Lane lane, Call call) {
        switch (pool.submit(lane, call)) {
            case ACCEPTED -> {}
            case FULL -> answers.reject(call, CommandStatus.RESOURCE_EXHAUSTED, "queue full");
            case UNAVAILABLE -> answers.reject(call, CommandStatus.UNAVAILABLE, "an earlier call hangs");
            case STOPPED -> answers.reject(call, CommandStatus.UNAVAILABLE, "the agent is stopping");
        }
    }

    private Call call(Call.Received received, Call.Terms terms) {
        CommandTrace trace = new CommandTrace(received.name(), ports.clock().millis());
        recent.add(trace);
        return new Call(received, terms, trace, ports);
    }

    /** Ends within 3 s: calls that wait or run are answered, scripts are ended, threads are joined. */
    @Override
    public void close() {
        closed = true;
        ScriptDirectory directory = scripts;
        if (directory != null) {
            directory.close();
        }
        pool.close();
        minuteLog.flush();
    }
}
