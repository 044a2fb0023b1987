package dev.ipcommand.agent;

import dev.ipcommand.agent.dispatch.CommandTrace;
import dev.ipcommand.agent.dispatch.ReplySink;
import org.jspecify.annotations.Nullable;

/** Breaks the circle of dispatcher and transport, each of which needs the other to be built. */
final class LateReplies implements ReplySink {
    private volatile @Nullable ReplySink target;

    void goTo(ReplySink sink) {
        target = sink;
    }

    @Override
    public void reply(byte[] datagram, CommandTrace trace) {
        ReplySink sink = target;
        if (sink == null) {
            throw new IllegalStateException("an answer before there is a transport");
        }
        sink.reply(datagram, trace);
    }
}
