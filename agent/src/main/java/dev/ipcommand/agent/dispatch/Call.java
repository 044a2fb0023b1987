package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.Execution;
import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way through a handler: what was received, and how far it has come.
 *
 * <p><b>Threading.</b> What was received is immutable. The phase is guarded by the call itself: the deadline's interrupt
 * is sent under the lock that also marks the call finished, so it never hits the thread's next call.
 */
final class Call implements IpCommand, CommandContext {
    private static final System.Logger LOG = System.getLogger(Call.class.getName());

    /** How far a call has come. */
    private enum Phase {
        WAITING,
        RUNNING,
        /** Its deadline passed, or the agent stops: its thread was interrupted, its answer is settled. */
        INTERRUPTED,
        ENDED
    }

    /** What was received. */
    record Received(
            String name,
            @Nullable String id,
            byte[] arguments,
            CommandForm form,
            String principal,
            @Nullable InetSocketAddress source) {}

    /** What it is answered with. */
    record Terms(boolean raw, int replyLimit, long deadlineNanos) {}

    private final Received received;
    private final Terms terms;
    private final CommandTrace trace;
    private final MessageSink outbox;
    private final DispatchClock clock;
    private final long arrivedNanos;
    private @Nullable RegisteredHandler handler;
    private @Nullable Execution execution;
    private @Nullable CommandKey key;
    private BooleanSupplier permitted = () -> true;
    private Consumer<Boolean> afterAnswer = left -> {};

    private Phase phase = Phase.WAITING;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile long startedNanos;
    private volatile long startedMillis;

    Call(Received received, Terms terms, CommandTrace trace, DispatcherPorts ports) {
        this.received = received;
        this.terms = terms;
        this.trace = trace;
        this.outbox = ports.outbox();
        this.clock = ports.clock();
        this.arrivedNanos = clock.nanos();
        this.startedNanos = arrivedNanos;
    }

    Call to(RegisteredHandler target) {
        handler = target;
        return this;
    }

    /** The handler it is for; known before it is handed to a lane. */
    RegisteredHandler handler() {
        RegisteredHandler target = handler;
        if (target == null) {
            throw new IllegalStateException("no handler for " + received.name());
        }
        return target;
    }

    /** Has it asked again when its turn has come whether its caller may call it, and whether its handler is there. */
    Call permittedBy(BooleanSupplier check) {
        permitted = check;
        return this;
    }

    /** Whether it may still run; what has changed while it waited counts. */
    boolean isPermitted() {
        return permitted.getAsBoolean() && handler().runner().isThere();
    }

    /** Asks, from within the run, to be told whether the answer of this run has left. */
    void afterAnswer(Consumer<Boolean> listener) {
        afterAnswer = listener;
    }

    /**
     * After the run and before its answer is handed on.
     *
     * @param answered false if the command was answered otherwise meanwhile: then the run's own answer never leaves
     */
    void runAnswers(boolean answered) {
        if (answered) {
            trace.onAnswered(afterAnswer);
        } else {
            afterAnswer.accept(false);
        }
    }

    /** Makes it a command that must not run twice. */
    Call claimed(CommandKey claimed, Execution claim) {
        key = claimed;
        execution = claim;
        return this;
    }

    /** What it was claimed by. */
    CommandKey key() {
        CommandKey claimed = key;
        if (claimed == null) {
            throw new IllegalStateException("not claimed: " + received.name());
        }
        return claimed;
    }

    /**
     * Notes on the disk that it is about to run, if it must not run twice; waits for that.
     *
     * @return false if it cannot be noted: then it must not run
     */
    boolean mayBegin() {
        Execution claim = execution;
        if (claim == null || claim.start()) {
            return true;
        }
        execution = null;
        return false;
    }

    /** Its claim if it must not run twice; the caller finishes or releases it. */
    @Nullable
    Execution execution() {
        return execution;
    }

    Received received() {
        return received;
    }

    Terms terms() {
        return terms;
    }

    CommandTrace trace() {
        return trace;
    }

    /** When it is too late to begin. */
    long lastStartNanos() {
        return arrivedNanos + terms.deadlineNanos();
    }

    boolean isTooLateToBegin() {
        return clock.nanos() - lastStartNanos() >= 0;
    }

    /** When the run must have ended. */
    long deadlineNanos() {
        return startedNanos + terms.deadlineNanos();
    }

    /** Whether the agent stops and the call has less time to end. */
    boolean isStopping() {
        return stopping;
    }

    /** Marks the beginning of the run on this thread. */
    synchronized void begin() {
        startedNanos = clock.nanos();
        startedMillis = clock.millis();
        phase = Phase.RUNNING;
        thread = Thread.currentThread();
        trace.started(startedMillis);
        if (stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Marks the end of the run, on the thread that ran it, and clears that thread's interrupt flag.
     *
     * @return whether the answer is still to be settled
     */
    synchronized boolean end() {
        boolean unanswered = phase == Phase.RUNNING;
        phase = Phase.ENDED;
        thread = null;
        Thread.interrupted();
        return unanswered;
    }

    /** Interrupts the run if it is overdue; true once, for the caller to settle the answer. */
    synchronized boolean interruptIfOverdue(long now) {
        return now - deadlineNanos() >= 0 && interrupt();
    }

    /** Interrupts the run because the agent stops; true if the caller is to settle the answer. */
    synchronized boolean stop() {
        stopping = true;
        return interrupt();
    }

    private boolean interrupt() {
        Thread runner = thread;
        if (phase != Phase.RUNNING || runner == null) {
            return false;
        }
        phase = Phase.INTERRUPTED;
        try {
            runner.interrupt();
        } catch (RuntimeException | Error e) {
            // The interrupted channel's own code runs here, and a handler may have brought the channel.
            LOG.log(System.Logger.Level.WARNING, "handler {0}: its interrupt failed", received.name());
        }
        return true;
    }

    /** Whether its run has not begun. */
    synchronized boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    synchronized boolean isInterrupted() {
        return phase == Phase.INTERRUPTED;
    }

    @Override
    public String name() {
        return received.name();
    }

    @Override
    public Optional<String> id() {
        return Optional.ofNullable(received.id());
    }

    @Override
    public byte[] arguments() {
        return received.arguments().clone();
    }

    @Override
    public String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(received.arguments()))
                .toString();
    }

    @Override
    public CommandForm form() {
        return received.form();
    }

    @Override
    public String principal() {
        return received.principal();
    }

    @Override
    public Optional<InetSocketAddress> source() {
        return Optional.ofNullable(received.source());
    }

    @Override
    public Instant deadline() {
        return Instant.ofEpochMilli(startedMillis).plusNanos(terms.deadlineNanos());
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos() - clock.nanos()));
    }

    @Override
    public System.Logger log() {
        return System.getLogger("handler." + received.name());
    }

    @Override
    public void send(byte[] payload) {
        if (payload.length == 0 || payload.length > Reply.MAX_BYTES) {
            throw new IllegalArgumentException(payload.length + " bytes, allowed: 1 to " + Reply.MAX_BYTES);
        }
        outbox.send(payload.clone());
    }
}
