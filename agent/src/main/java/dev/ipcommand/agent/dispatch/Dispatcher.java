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
import dev.ipcommand.agent.plugin.PluginDirectory;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.agent.security.Refusal;
import dev.ipcommand.agent.security.SignedCommand;
import dev.ipcommand.agent.security.Verdict;
import dev.ipcommand.agent.system.FileTrust;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
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

    private final Decoder decoder;
    private final DispatcherPorts ports;
    private final HandlerRegistry registry;
    private final boolean answerRefusals;
    private final CommandCounters counters = new CommandCounters();
    private final RecentCommands recent = new RecentCommands();
    private final MinuteLog minuteLog;
    private final PrincipalLimits limits;
    private final Answers answers;
    private final Admission admission;
    final HandlerPool pool;
    private final ScriptHost scriptHost;
    private final WarmUp warmUp;
    private final DispatcherSettings settings;
    private @Nullable ScriptDirectory scripts;
    private @Nullable PluginDirectory plugins;
    private volatile boolean closed;

    public Dispatcher(DispatcherSettings settings, HandlerRegistry registry, DispatcherPorts ports) {
        this.decoder = new Decoder(settings.routes());
        this.registry = registry;
        this.ports = ports;
        DispatchClock clock = ports.clock();
        this.minuteLog = new MinuteLog(clock);
        this.limits = new PrincipalLimits(settings.limits(), clock);
        this.answerRefusals = settings.answerRefusals();
        this.answers = new Answers(ports, counters, limits, minuteLog);
        CallRunner runner = new CallRunner(clock, minuteLog);
        this.pool = new HandlerPool(answers, runner, clock);
        this.admission = new Admission(registry, ports.ledger(), limits, new Admission.Crew(pool, runner, answers));
        this.scriptHost = new ScriptHost(settings.places().work(), runner::mayLog);
        this.warmUp = new WarmUp(settings.places().work(), scriptHost, clock);
        this.settings = settings;
    }

    /**
     * Looks for scripts and jars and starts the threads. Call once, after the last handler was registered and before the first
     * {@link #dispatch}.
     *
     * @throws IOException if the owner of this process or of the configuration cannot be told, or copies of jars that an
     *     earlier run has left cannot be removed
     */
    public void start() throws IOException {
        Optional<Path> configuration = settings.configuration();
        FileTrust trust = configuration.isPresent()
                ? FileTrust.ofThisUserAndOwnerOf(configuration.get())
                : FileTrust.ofThisUser();
        scriptHost.removeLeftovers();
        ScriptReader reader = new ScriptReader(trust, settings.keys(), scriptHost);
        DispatcherSettings.Places places = settings.places();
        ScriptDirectory directory = new ScriptDirectory(places.scripts(), reader, registry, minuteLog::flush);
        scripts = directory;
        pool.start();
        PluginDirectory jars = new PluginDirectory(
                places.plugins(), places.state(), trust, new PluginHandlers(registry, pool, UnaryOperator.identity()));
        plugins = jars;
        jars.start();
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

    /** How many calls ignore their interrupt at this moment. */
    public int abandonedCalls() {
        return pool.abandoned();
    }

    /** Whether so many calls ignore their interrupt that no more Java handlers run. */
    public boolean isRestartNeeded() {
        return pool.abandoned() >= HandlerPool.MAX_ABANDONED;
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
                acceptSigned(buffer, length, source);
            } else if (!limits.takeCommand(Policy.UNSIGNED)) {
                drop(Notice.RATE_LIMIT);
            } else {
                accept(arrival, new Origin(buffer, length, null, source));
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

    /**
     * Where a command came from.
     *
     * @param bytes begins with the command
     * @param size of the command
     * @param token what proves its sender
     */
    private record Origin(byte[] bytes, int size, @Nullable SignedCommand token, @Nullable InetSocketAddress source) {
        Call.Received received(String name, @Nullable String id, int argumentsOffset, CommandForm form) {
            byte[] arguments = Arrays.copyOfRange(bytes, argumentsOffset, size);
            return token == null
                    ? new Call.Received(name, id, arguments, form, Policy.UNSIGNED, source)
                    : new Call.Received(name, id, arguments, CommandForm.SIGNED, token.keyId(), source);
        }
    }

    private void acceptSigned(byte[] buffer, int length, @Nullable InetSocketAddress source) {
        Verdict verdict = ports.verifier().verify(buffer, length);
        if (verdict instanceof Refusal cause) {
            refuse(cause, source);
        } else if (verdict instanceof SignedCommand token) {
            Arrival inner = decoder.decodeSigned(token.command(), token.text());
            if (inner == null) {
                refuse(Refusal.FORM, source);
            } else {
                accept(inner, new Origin(token.command(), token.command().length, token, source));
            }
        }
    }

    /** Says nothing to the sender, by default: an answer would tell whoever tries tokens how far they came. */
    private void refuse(Refusal cause, @Nullable InetSocketAddress source) {
        counters.refused(cause);
        minuteLog.note(Notice.of(cause));
        if (answerRefusals && limits.takeCommand(Policy.UNSIGNED)) {
            Call.Received nobody =
                    new Call.Received("signed", null, NO_ARGUMENTS, CommandForm.SIGNED, Policy.UNSIGNED, source);
            answers.reject(call(nobody, null, false, 0), CommandStatus.UNAUTHENTICATED, cause.wireName());
        } else {
            counters.settled(Outcome.DROPPED);
        }
    }

    private void accept(Arrival arrival, Origin origin) {
        if (arrival instanceof Text text) {
            Call.Received received = origin.received(text.name(), text.id(), text.argumentsOffset(), CommandForm.TEXT);
            admit(received, origin, false);
        } else if (arrival instanceof Routed routed) {
            boolean raw = routed.route().reply() == ReplyMode.RAW;
            admit(origin.received(routed.route().handler(), null, 0, CommandForm.ROUTE), origin, raw);
        } else if (arrival instanceof BadId badId) {
            SignedCommand token = origin.token();
            if (token != null && !limits.takeCommand(token.keyId())) {
                drop(Notice.RATE_LIMIT);
                return;
            }
            Call.Received received = origin.received(badId.name(), null, origin.size(), CommandForm.TEXT);
            answers.reject(call(received, null, false, origin.size()), CommandStatus.INVALID_ARGUMENT, "id");
        } else {
            throw new IllegalStateException("not a command: " + arrival);
        }
    }

    private void admit(Call.Received received, Origin origin, boolean rawRoute) {
        Admission.Dropped dropped = admission.admit(
                received, (command, handler) -> call(command, handler, rawRoute, origin.size()), origin.token());
        if (dropped == Admission.Dropped.TOKEN_USED) {
            refuse(Refusal.JTI, origin.source());
        } else if (dropped == Admission.Dropped.OVER_LIMIT) {
            drop(Notice.RATE_LIMIT);
        }
    }

    private Call call(Call.Received received, @Nullable RegisteredHandler handler, boolean rawRoute, int size) {
        int limit = Admission.replyLimit(handler, received.principal(), size);
        boolean raw = rawRoute || (handler != null && handler.terms().raw());
        long deadline = handler == null ? 0 : handler.terms().deadlineNanos();
        CommandTrace trace = new CommandTrace(received.name(), ports.clock().millis());
        recent.add(trace);
        Call call = new Call(received, new Call.Terms(raw, limit, deadline), trace, ports);
        return handler == null ? call : call.to(handler);
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
        PluginDirectory jars = plugins;
        if (jars != null) {
            jars.close();
        }
        minuteLog.flush();
    }
}
