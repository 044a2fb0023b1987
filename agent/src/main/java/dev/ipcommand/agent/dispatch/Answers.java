package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.ReplyEncoder;
import dev.ipcommand.agent.dispatch.CommandCounters.Outcome;
import dev.ipcommand.agent.security.RateLimiter;
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
 * <p><b>Threading.</b> Any thread; called once for each command.
 */
final class Answers {
    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    private final DispatcherPorts ports;
    private final CommandCounters counters;
    private final RateLimiter replyBytes;
    private final MinuteLog minuteLog;

    Answers(DispatcherPorts ports, CommandCounters counters, RateLimiter replyBytes, MinuteLog minuteLog) {
        this.ports = ports;
        this.counters = counters;
        this.replyBytes = replyBytes;
        this.minuteLog = minuteLog;
    }

    void reject(Call call, CommandStatus status, String reason) {
        settle(call, Reply.failure(status, reason), Outcome.REJECTED);
    }

    void settle(Call call, Reply reply, Outcome outcome) {
        byte[] body = reply.body();
        CommandStatus status = reply.status();
        if (status == CommandStatus.OK && isTooLong(call, body.length)) {
            status = CommandStatus.RESOURCE_EXHAUSTED;
        }
        byte[] datagram = reply.isSent() ? datagram(call, reply, body) : null;
        if (datagram != null && !replyBytes.tryAcquire(datagram.length)) {
            minuteLog.note(Notice.REPLY_LIMIT);
            datagram = null;
        }
        call.trace().finished(ports.clock().millis(), status.wireName());
        counters.settled(outcome);
        if (datagram != null) {
            try {
                ports.replies().reply(datagram, call.trace());
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "the reply sink failed", e);
            }
        }
    }

    private static boolean isTooLong(Call call, int outputLength) {
        Call.Received command = call.received();
        String id = command.id();
        int head = call.terms().raw() ? 0 : command.name().length() + (id == null ? 0 : 1 + id.length()) + 2;
        return head + outputLength > call.terms().replyLimit();
    }

    private byte @Nullable [] datagram(Call call, Reply reply, byte[] body) {
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
