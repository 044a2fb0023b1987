package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.journal.Claim;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.handler.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes one call through the pool, the deadline and the encoding of answers, without limits of rate and without a journal.
 *
 * <p><b>Threading.</b> One thread; the handler runs on a {@code handler-n} thread.
 */
final class TrialRun implements AutoCloseable {
    /** Beyond the deadline: TERM, 2 s, KILL, and the sweep; or until a Java handler is abandoned. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private final Sayings sayings;
    private final ConcurrentLinkedQueue<byte[]> messages = new ConcurrentLinkedQueue<>();
    private final AtomicReference<byte[]> datagram = new AtomicReference<>();
    private final DispatcherPorts ports = new DispatcherPorts(
            this::answered,
            payload -> messages.add(payload.clone()),
            CommandLedger.NONE,
            TokenVerifier.NO_KEYS,
            DispatchClock.SYSTEM);
    private final HandlerPool pool;

    TrialRun(Sayings sayings) {
        this.sayings = sayings;
        MinuteLog silent = new MinuteLog(ports.clock(), (kind, count) -> {});
        PrincipalLimits none = new PrincipalLimits(new Limits(0, 0, 0), ports.clock());
        Answers answers = new Answers(ports, new CommandCounters(), none, silent);
        this.pool = new HandlerPool(answers, new CallRunner(ports.clock(), silent), ports.clock());
        pool.start();
    }

    private void answered(byte[] bytes, CommandTrace trace) {
        datagram.set(bytes);
        trace.replied(ports.clock().millis());
    }

    Trial run(RegisteredHandler handler, Trial.Command command) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Reply> reply = new AtomicReference<>();
        Runner heard = call -> {
            try {
                Reply own = handler.runner().run(call);
                reply.set(own);
                return own;
            } catch (Exception | Error e) {
                // In the agent this goes to the log, with the answer saying no more than the class.
                sayings.add(e);
                throw e;
            } finally {
                // In the place of whoever wants to know when the answer has left: here it never does.
                call.afterAnswer(left -> answered.countDown());
                ended.countDown();
            }
        };
        datagram.set(null);
        messages.clear();
        Call call = call(handler, heard, command);
        call.trace().onAnswered(left -> answered.countDown());
        pool.submit(call.handler().lane(), call);
        Duration patience = Duration.ofNanos(handler.terms().deadlineNanos()).plus(AFTERMATH);
        if (!answered.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("neither answered nor given up, which every call is");
        }
        boolean hasEnded = ended.await(AFTERMATH.toMillis(), TimeUnit.MILLISECONDS);
        CommandTrace trace = call.trace();
        Reply own = reply.get();
        return new Trial(
                Optional.ofNullable(datagram.get()),
                trace.status(),
                own == null ? "" : own.reason(),
                Duration.ofMillis(Math.max(0, trace.finishedMillis() - trace.startedMillis())),
                sayings.lines(),
                List.copyOf(messages),
                hasEnded);
    }

    private Call call(RegisteredHandler handler, Runner heard, Trial.Command command) {
        RegisteredHandler target = new RegisteredHandler(
                handler.name(), handler.policy(), handler.terms(), heard, new Lane(handler.name(), 1, 1, true));
        String id = command.id().orElse(null);
        Call.Received received =
                new Call.Received(command.name(), id, command.arguments(), command.form(), command.principal(), null);
        Call.Terms terms = new Call.Terms(
                command.raw() || handler.terms().raw(),
                Admission.replyLimit(handler, command.principal(), command.size()),
                handler.terms().deadlineNanos());
        CommandTrace trace = new CommandTrace(command.name(), ports.clock().millis());
        Call call = new Call(received, terms, trace, ports).to(target);
        CommandKey key = new CommandKey(command.principal(), command.name(), id, "trial");
        return ports.ledger().claim(key, new byte[0], null) instanceof Claim.Fresh fresh
                ? call.claimed(key, fresh.execution())
                : call;
    }

    HandlerPool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
