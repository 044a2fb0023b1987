package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.ReplyEncoder;
import dev.ipcommand.agent.dispatch.CommandCounters.Outcome;
import dev.ipcommand.agent.journal.Execution;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The end of every command: counts it, marks its trace and hands its answer to the sink, in this order, so that whoever
 * sees the answer also sees the count.
 *
 * <p>A raw answer is exactly the handler's bytes. Its failures are noted and not sent, and neither is an answer of no
 * bytes: nothing of ours is mixed into the user's own protocol.
 *
 * <p><b>Threading.</b> Any thread; called once for each command. Answers of commands that must not run twice are delivered
 * on the {@code journal} thread.
 */
final class Answers {
    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    private final DispatcherPorts ports;
    private final CommandCounters counters;
    private final PrincipalLimits limits;
    private final MinuteLog minuteLog;

    Answers(DispatcherPorts ports, CommandCounters counters, PrincipalLimits limits, MinuteLog minuteLog) {
        this.ports = ports;
        this.counters = counters;
        this.limits = limits;
        this.minuteLog = minuteLog;
    }

    /** Answers a command that did not run; one that must not run twice may then be tried again. */
    void reject(Call call, CommandStatus status, String reason) {
        Execution claim = call.execution();
        if (claim != null) {
            claim.release();
        }
        Reply reply = Reply.failure(status, reason);
        deliver(call, new StoredAnswer(status.wireName(), datagram(call, reply)), Outcome.REJECTED);
    }

    /** Answers a command that ran; of one that must not run twice the answer is on the disk before it leaves. */
    void settle(Call call, Reply reply, Outcome outcome) {
        CommandStatus status = reply.status();
        if (status == CommandStatus.OK && isTooLong(call, reply.body().length)) {
            status = CommandStatus.RESOURCE_EXHAUSTED;
        }
        StoredAnswer answer = new StoredAnswer(status.wireName(), reply.isSent() ? datagram(call, reply) : null);
        Execution claim = call.execution();
        if (claim == null) {
            deliver(call, answer, outcome);
        } else {
            claim.finish(answer, () -> deliver(call, answer, outcome));
        }
    }

    /** Answers a command that ran before as it was answered then. */
    void repeat(Call call, StoredAnswer answer) {
        deliver(call, answer, Outcome.REPEATED);
    }

    /** A command that is under way comes again: the answer of the first is this one's, too. */
    void awaitFirst(Call call) {
        call.trace().finished(ports.clock().millis(), "under way");
        counters.settled(Outcome.REPEATED);
    }

    /** A command is dropped; whoever drops it counts it. */
    void drop(Call call) {
        call.trace().finished(ports.clock().millis(), "dropped");
    }

    private boolean isAllowed(Call call, int bytes, Outcome outcome) {
        boolean repeated = outcome == Outcome.REPEATED && !call.principal().equals(Policy.UNSIGNED);
        return repeated ? limits.takeRepeatedReply(call.principal(), bytes) : limits.takeReply(call.principal(), bytes);
    }

    private void deliver(Call call, StoredAnswer answer, Outcome outcome) {
        byte[] datagram = answer.datagram();
        if (datagram != null && !isAllowed(call, datagram.length, outcome)) {
            minuteLog.note(Notice.REPLY_LIMIT);
            datagram = null;
        }
        call.trace().finished(ports.clock().millis(), answer.status());
        counters.settled(outcome);
        if (datagram == null) {
            call.trace().givenUp();
        } else {
            try {
                ports.replies().reply(datagram, call.trace());
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "the reply sink failed", e);
                call.trace().givenUp();
            }
        }
    }

    private static boolean isTooLong(Call call, int outputLength) {
        Call.Received command = call.received();
        String id = command.id();
        int head = call.terms().raw() ? 0 : command.name().length() + (id == null ? 0 : 1 + id.length()) + 2;
        return head + outputLength > call.terms().replyLimit();
    }

    private byte @Nullable [] datagram(Call call, Reply reply) {
        byte[] body = reply.body();
        Call.Received command = call.received();
        boolean ok = reply.status() == CommandStatus.OK;
        if (!call.terms().raw()) {
            return ok
                    ? ReplyEncoder.framed(
                            command.name(), command.id(), body, call.terms().replyLimit())
                    : ReplyEncoder.failure(command.name(), command.id(), reply.status(), reply.reason());
        }
        if (!ok || isTooLong(call, body.length)) {
            minuteLog.note(Notice.RAW_FAILURE);
            return null;
        }
        return body.length == 0 ? null : body;
    }
}
