package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.security.RateLimiter;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The border to foreign code: whatever it throws becomes {@code internal} with the class's simple name; the message goes
 * to the log only.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class CallRunner {
    private static final System.Logger LOG = System.getLogger(CallRunner.class.getName());

    private static final int MAX_STORY = 16_384;

    private final RateLimiter lines;
    private final MinuteLog minuteLog;

    CallRunner(DispatchClock clock, MinuteLog minuteLog) {
        this.lines = RateLimiter.perMinute(60, 20, clock.nanoTime());
        this.minuteLog = minuteLog;
    }

    // What a handler may throw includes a stack overflow and a class that is not there.
    @SuppressWarnings("CatchThrowable")
    Reply run(Call call) {
        try {
            Reply reply = call.handler().runner().run(call);
            // Foreign code is not checked for null by our compiler.
            return reply == null ? Reply.failure(CommandStatus.INTERNAL, "no reply") : reply;
        } catch (InterruptedException e) {
            return Reply.failure(CommandStatus.ABORTED, "interrupted");
        } catch (Throwable e) {
            String type = simpleName(e);
            if (mayLog()) {
                LOG.log(System.Logger.Level.WARNING, "handler " + call.name() + " failed: " + story(e));
            }
            return Reply.failure(CommandStatus.INTERNAL, type);
        }
    }

    /**
     * The stack trace as text. Made here, not by the logger: asking an exception for its message runs foreign code, and
     * loggers walk causes that go round in a circle until the stack is full.
     */
    @SuppressWarnings("CatchThrowable")
    private static String story(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Throwable e) {
            text.append(" (").append(thrown.getClass().getName()).append(", which cannot say more)");
        }
        return text.getBuffer().substring(0, Math.min(text.getBuffer().length(), MAX_STORY));
    }

    /** Whether one more line about a handler may go to the log: at most 60 a minute. */
    boolean mayLog() {
        boolean may = lines.tryAcquire(1);
        if (!may) {
            minuteLog.note(Notice.HANDLER_OUTPUT);
        }
        return may;
    }

    private static String simpleName(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        return name.isEmpty() ? "anonymous exception" : name;
    }
}
