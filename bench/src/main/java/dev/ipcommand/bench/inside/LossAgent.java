package dev.ipcommand.bench.inside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.agent.command.ReplyEncoder;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.dispatch.CommandCounters;
import dev.ipcommand.agent.dispatch.DispatchClock;
import dev.ipcommand.agent.dispatch.Dispatcher;
import dev.ipcommand.agent.dispatch.DispatcherPorts;
import dev.ipcommand.agent.dispatch.DispatcherSettings;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import dev.ipcommand.agent.journal.CommandJournal;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.security.Audience;
import dev.ipcommand.agent.security.DeviceTime;
import dev.ipcommand.agent.security.JwsVerifier;
import dev.ipcommand.agent.security.KeyFiles;
import dev.ipcommand.agent.security.TimeRules;
import dev.ipcommand.agent.security.VerificationKey;
import dev.ipcommand.bench.rig.SenderKey;
import dev.ipcommand.handler.CommandStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One agent without a network, life after life: dispatcher, journal on the disk and verifier as in the daemon, on a
 * virtual clock.
 *
 * <p><b>Threading.</b> One thread drives it, and {@link #settle} brings the agent's own threads into step with it.
 */
final class LossAgent implements AutoCloseable {
    private static final String DEVICE = "lossy";
    private static final Duration MAX_AGE = Duration.ofHours(24);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** Held calls at the same time; more are refused and come again. */
    private static final int CONCURRENCY = 12;

    private final Path state;
    private final LongSupplier nanos;
    private final long epochSeconds;
    private final Map<String, VerificationKey> keys;
    private final LossHandlers handlers;
    private final Object step = new Object();
    /** Guarded by {@code step}. */
    private final Queue<String> answers = new ArrayDeque<>();

    private @Nullable Life life;
    private long refusals;

    /**
     * @param directory for journal, keys and the handlers' files
     * @param nanos the virtual clock
     * @param epochSeconds where its time begins
     */
    LossAgent(Path directory, LongSupplier nanos, long epochSeconds, List<SenderKey> senders) throws IOException {
        this.state = Files.createDirectories(directory.resolve("state"));
        this.nanos = nanos;
        this.epochSeconds = epochSeconds;
        this.keys = read(directory, senders);
        this.handlers = new LossHandlers(directory, this::changed);
    }

    private static Map<String, VerificationKey> read(Path directory, List<SenderKey> senders) throws IOException {
        Map<String, AgentConfig.Key> files = new HashMap<>();
        for (SenderKey sender : senders) {
            Path file = directory.resolve(sender.id() + ".key");
            sender.write(file);
            files.put(sender.id(), new AgentConfig.Key(sender.algorithm(), file));
        }
        KeyFiles.Loaded loaded = KeyFiles.load(files);
        if (!loaded.problems().isEmpty()) {
            throw new IOException(String.join("; ", loaded.problems()));
        }
        return loaded.keys();
    }

    /** A token for one command of now. */
    String sign(SenderKey key, String command) {
        return key.sign(DEVICE, command.replace('#', '-'), seconds(), command);
    }

    private long seconds() {
        return epochSeconds + nanos.getAsLong() / 1_000_000_000L;
    }

    LossHandlers handlers() {
        return handlers;
    }

    /** Begins a life; there is none. */
    void start() throws IOException {
        life = new Life();
    }

    /** What lives from one start to the next end. */
    private final class Life {
        final JournalThread thread = new JournalThread();
        final CommandJournal journal;
        final Dispatcher dispatcher;
        /** Guarded by {@code step}. */
        int answered;
        /** How many datagrams found their command under way. */
        int underWay;

        Life() throws IOException {
            journal = CommandJournal.open(state, MAX_AGE, LossAgent::aborted, thread);
            HandlerRegistry registry = new HandlerRegistry(policies());
            LossHandlers.NAMES.forEach(
                    name -> registry.addHandler(name, (command, context) -> handlers.run(command), CONCURRENCY));
            TimeRules rules = new TimeRules(
                    MAX_AGE, () -> new DeviceTime.Reading(seconds(), journal.latestTime(), true, true), journal::floor);
            Audience audience = new Audience(Optional.of(DEVICE), Optional::empty);
            dispatcher = new Dispatcher(
                    settings(),
                    registry,
                    new DispatcherPorts(
                            (datagram, trace) -> answered(this, datagram),
                            payload -> {},
                            journal,
                            new JwsVerifier(keys, audience, rules, nanos),
                            new DispatchClock(nanos, () -> seconds() * 1000)));
            dispatcher.start();
        }

        boolean isSettled() {
            CommandCounters.Snapshot counted = dispatcher.counters().snapshot();
            long due = counted.handled() + counted.repeated() + counted.rejected() - underWay;
            return counted.inFlight() == handlers.held() && answered == due;
        }
    }

    private static Map<String, HandlerPolicy> policies() {
        Map<String, HandlerPolicy> policies = new HashMap<>();
        for (String name : LossHandlers.NAMES) {
            policies.put(
                    name,
                    new HandlerPolicy(
                            List.of("anyone"),
                            Duration.ofHours(1),
                            CONCURRENCY,
                            name.equals("slow") ? 0 : 8,
                            ReplyMode.FRAMED,
                            false,
                            false,
                            0,
                            Map.of()));
        }
        return policies;
    }

    private DispatcherSettings settings() {
        Path none = state.resolve("none");
        return new DispatcherSettings(
                List.of(),
                new Limits(0, 0, 0),
                false,
                new DispatcherSettings.Places(none, none, state, state),
                Optional.empty(),
                keys.keySet());
    }

    private static StoredAnswer aborted(CommandKey key) {
        return new StoredAnswer(
                "aborted",
                ReplyEncoder.failure(key.name(), key.id(), CommandStatus.ABORTED, "the agent ended while it ran"));
    }

    private void answered(Life from, byte[] datagram) {
        synchronized (step) {
            from.answered++;
            if (from == life) {
                answers.add(new String(datagram, US_ASCII));
            }
            step.notifyAll();
        }
    }

    private void changed() {
        synchronized (step) {
            step.notifyAll();
        }
    }

    private Life living() {
        Life now = life;
        if (now == null) {
            throw new IllegalStateException("no agent runs");
        }
        return now;
    }

    /** A datagram arrives, of a command with this id. */
    void dispatch(String id, byte[] datagram) {
        Life now = living();
        if (handlers.isHeld(id)) {
            now.underWay++;
        }
        now.dispatcher.dispatch(datagram, datagram.length, null);
    }

    /**
     * Waits until nothing is under way but calls that are held.
     *
     * @return the answers that have left since the last time
     */
    List<String> settle() throws InterruptedException {
        Life now = living();
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (step) {
            while (!now.isSettled()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException(
                            "a command got lost: " + now.dispatcher.counters().snapshot() + ", answers " + now.answered
                                    + ", held " + handlers.held());
                }
                // A count that changes without an answer tells nobody.
                step.wait(Math.min(20, 1 + left / 1_000_000));
            }
            return take();
        }
    }

    private List<String> take() {
        List<String> taken = new ArrayList<>(answers);
        answers.clear();
        return taken;
    }

    /** Ends a life in order; its last answers leave. */
    List<String> stop() {
        Life ending = living();
        ending.dispatcher.close();
        ending.journal.close();
        ending.thread.close();
        List<String> last;
        synchronized (step) {
            last = take();
        }
        end(ending);
        return last;
    }

    /** Ends a life at once: nothing more reaches the disk or the network. */
    void crash() {
        Life ending = living();
        synchronized (step) {
            life = null;
            answers.clear();
        }
        ending.thread.close();
        ending.journal.close();
        ending.dispatcher.close();
        end(ending);
    }

    private void end(Life ending) {
        refusals += ending.dispatcher.counters().refusals().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        synchronized (step) {
            life = null;
        }
    }

    /** How many tokens were refused in the lives that have ended. */
    long refusals() {
        return refusals;
    }

    @Override
    public void close() throws IOException {
        if (life != null) {
            stop();
        }
        handlers.close();
    }
}
