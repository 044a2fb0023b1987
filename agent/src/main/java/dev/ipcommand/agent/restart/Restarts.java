package dev.ipcommand.agent.restart;

import dev.ipcommand.agent.command.ReplyEncoder;
import dev.ipcommand.agent.dispatch.CommandTrace;
import dev.ipcommand.agent.dispatch.ReplySink;
import dev.ipcommand.agent.dispatch.RestartingHandler;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code reboot}, {@code restart-agent} and {@code restart-modem}.
 *
 * <pre>
 * asked ── may it be done? ── no ──► refused, nothing noted
 *   │ yes
 * noted in {@code restart.pending} ── acknowledged "in 2 s" ── the answer cannot leave ──► forgotten, answer amended
 *   │ the answer has left, 2 s
 * done ── refused after all ──► forgotten, answer amended and told
 *   │
 * the next LISTENING, of this life or the next: answer amended and told; noted until it has left
 * </pre>
 *
 * <p>One at a time. The answer that a repeated command gets is the acknowledgement before, the result after.
 *
 * <p><b>Threading.</b> Any thread; files and restarts on the thread {@code restart}, a daemon.
 */
public final class Restarts implements AutoCloseable {
    /** From the answer's departure to the restart: what the answer needs to get through the modem. */
    static final Duration PAUSE = Duration.ofSeconds(2);
    /** How long what was asked for may take to happen. */
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** After which nobody waits for a result any more. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private static final Logger LOG = System.getLogger("restart");

    private final Path file;
    private final Map<RestartKind, RestartPower> powers;
    private final CommandLedger ledger;
    private final ReplySink replies;
    private final Clock clock;
    private final RestartThread thread;

    /** Used by the thread only. */
    private @Nullable PendingRestart pending;
    /** Whether the pending one was carried out, by this life or the one before. */
    private boolean done;
    /** When this life carried it out. */
    private Optional<Instant> doneAt = Optional.empty();
    /** Whether the process ended between asking and telling, which only a modem's restart does not expect. */
    private boolean cutOff;

    /**
     * @param stateDirectory where a pending restart is kept
     * @param replies where results go
     */
    public Restarts(
            Path stateDirectory,
            Map<RestartKind, RestartPower> powers,
            CommandLedger ledger,
            ReplySink replies,
            Clock clock) {
        this(stateDirectory, powers, ledger, replies, clock, new RestartThread());
    }

    Restarts(
            Path stateDirectory,
            Map<RestartKind, RestartPower> powers,
            CommandLedger ledger,
            ReplySink replies,
            Clock clock,
            RestartThread thread) {
        this.file = stateDirectory.resolve("restart.pending");
        this.powers = Map.copyOf(powers);
        this.ledger = ledger;
        this.replies = replies;
        this.clock = clock;
        this.thread = thread;
        thread.run(this::readPending);
    }

    private void readPending() {
        try {
            Optional<PendingRestart> found = PendingRestart.read(file);
            if (found.isPresent()) {
                pending = found.get();
                done = true;
                cutOff = found.get().kind() == RestartKind.MODEM;
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be read: {1}", file, e.getMessage());
        }
    }

    /** The handler of one of the three commands. */
    public RestartingHandler handler(RestartKind kind) {
        return (command, key) -> ask(kind, key);
    }

    private RestartingHandler.Outcome ask(RestartKind kind, CommandKey key) throws InterruptedException {
        Reply reply;
        try {
            reply = thread.ask(() -> prepare(kind, key));
        } catch (InterruptedException e) {
            // Asking took longer than the command may take: its answer says so, and nothing is to follow.
            thread.run(() -> notAcknowledged(key));
            throw e;
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.log(Level.ERROR, "a restart cannot be prepared", e);
            reply = Reply.failure(CommandStatus.INTERNAL, "cannot be prepared");
        }
        boolean accepted = reply.status() == CommandStatus.OK;
        return new RestartingHandler.Outcome(reply, left -> {
            if (accepted) {
                thread.run(() -> acknowledged(key, left));
            }
        });
    }

    private Reply prepare(RestartKind kind, CommandKey key) {
        RestartPower power = powers.get(kind);
        if (power == null) {
            return Reply.failure(CommandStatus.UNAVAILABLE, "not on this device");
        }
        if (pending != null) {
            return Reply.failure(CommandStatus.UNAVAILABLE, "a restart is under way");
        }
        Optional<String> problem = power.problem();
        if (problem.isPresent()) {
            return Reply.failure(CommandStatus.PERMISSION_DENIED, problem.get());
        }
        PendingRestart wanted = new PendingRestart(kind, key, power.life(), clock.millis());
        try {
            wanted.write(file);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} cannot be written: {1}", file, e.getMessage());
            return Reply.failure(CommandStatus.UNAVAILABLE, "the disk refuses to note it");
        }
        pending = wanted;
        done = false;
        return Reply.text("in " + PAUSE.toSeconds() + " s");
    }

    private void notAcknowledged(CommandKey key) {
        PendingRestart current = pending;
        if (current != null && current.key().equals(key)) {
            forget();
        }
    }

    private void acknowledged(CommandKey key, boolean left) {
        PendingRestart current = pending;
        if (current == null || !current.key().equals(key)) {
            return;
        }
        if (left) {
            LOG.log(Level.INFO, "{0} asked by {1}", current.kind().command(), key.principal());
            thread.later(() -> carryOut(current), PAUSE);
        } else {
            forget();
            amend(current, Reply.failure(CommandStatus.ABORTED, "the acknowledgement could not leave"), datagram -> {});
        }
    }

    private void carryOut(PendingRestart current) {
        RestartPower power = powers.get(current.kind());
        if (power == null || !current.equals(pending)) {
            return;
        }
        done = true;
        doneAt = Optional.of(clock.instant());
        try {
            power.restart();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} failed: {1}", current.kind().command(), e.getMessage());
            forget();
            Reply failure = Reply.failure(CommandStatus.INTERNAL, String.valueOf(e.getMessage()));
            amend(
                    current,
                    failure,
                    datagram -> replies.reply(
                            datagram, new CommandTrace(current.kind().command(), 0)));
        }
    }

    /** The session listens: tells the result of a restart if there is one to tell. */
    public void listening() {
        thread.run(this::tell);
    }

    private void tell() {
        PendingRestart current = pending;
        if (current == null || !done) {
            return;
        }
        Duration took = Duration.ofMillis(Math.max(0, clock.millis() - current.askedMillis()));
        if (took.compareTo(LIFETIME) > 0) {
            forget();
            return;
        }
        if (isTooEarly(current)) {
            thread.later(this::tell, PATIENCE);
            return;
        }
        amend(current, result(current, took), datagram -> {
            CommandTrace trace = new CommandTrace(current.kind().command(), current.askedMillis());
            trace.onAnswered(left -> thread.run(() -> told(current, left)));
            replies.reply(datagram, trace);
        });
    }

    /** What was asked for may take its time: that the session came back meanwhile does not mean that it never happens. */
    private boolean isTooEarly(PendingRestart current) {
        RestartPower power = powers.get(current.kind());
        boolean sameLife = power != null && power.life().equals(current.life());
        return sameLife
                && doneAt.isPresent()
                && Duration.between(doneAt.get(), clock.instant()).compareTo(PATIENCE) < 0;
    }

    private Reply result(PendingRestart current, Duration took) {
        if (cutOff) {
            return Reply.failure(CommandStatus.ABORTED, "the agent ended meanwhile");
        }
        RestartPower power = powers.get(current.kind());
        boolean sameLife = power != null && power.life().equals(current.life());
        return sameLife
                ? Reply.failure(CommandStatus.ABORTED, "it did not restart")
                : Reply.text("done in " + took.toSeconds() + " s");
    }

    private void told(PendingRestart current, boolean left) {
        if (left && current.equals(pending)) {
            forget();
        }
    }

    private interface Datagram {
        void leave(byte[] datagram);
    }

    private void amend(PendingRestart current, Reply result, Datagram then) {
        CommandKey key = current.key();
        boolean ok = result.status() == CommandStatus.OK;
        byte[] datagram = ok
                ? ReplyEncoder.framed(key.name(), key.id(), result.body(), Reply.MAX_BYTES)
                : ReplyEncoder.failure(key.name(), key.id(), result.status(), result.reason());
        ledger.amend(key, new StoredAnswer(result.status().wireName(), datagram), () -> then.leave(datagram));
    }

    private void forget() {
        pending = null;
        done = false;
        cutOff = false;
        doneAt = Optional.empty();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be removed: {1}", file, e.getMessage());
        }
    }

    /** Ends the thread; what is pending stays noted. */
    @Override
    public void close() {
        thread.close();
    }
}
