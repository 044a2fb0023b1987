package dev.ipcommand.handler.test;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handler between {@code create} and {@code close}, for several calls in a row.
 *
 * <p><b>Threading.</b> One thread; each call runs on a thread of its own. <b>Failures.</b> An {@code AssertionError} if a
 * call ignores its interrupt or {@code close} throws.
 */
public final class RunningHandler implements AutoCloseable {
    /** What all its calls have in common. */
    record Terms(String name, Duration deadline, Duration grace, boolean raw, boolean outboxFull) {}

    private final CommandHandler handler;
    private final Terms terms;
    private final HandlerTester tester;
    private boolean closed;

    RunningHandler(CommandHandler handler, Terms terms, HandlerTester tester) {
        this.handler = handler;
        this.terms = terms;
        this.tester = tester;
    }

    /** Sends text, sent as UTF-8. */
    public Answer send(String arguments) {
        return send(arguments.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes. */
    public Answer send(byte[] arguments) {
        if (closed) {
            throw new IllegalStateException("the handler is closed");
        }
        SentCommand command = tester.command(arguments);
        CapturedContext context = new CapturedContext(terms.name(), terms.deadline(), terms.outboxFull());
        CallThread call = new CallThread(handler, command, context);
        Reply reply = await(call, context);
        return new Answer(command, reply, terms.raw(), context);
    }

    private Reply await(CallThread call, CapturedContext context) {
        call.start();
        join(call, terms.deadline());
        if (!call.interruptIfRunning()) {
            join(call, terms.grace());
            return call.reply();
        }
        join(call, terms.grace());
        if (call.isAlive()) {
            AssertionError ignored = new AssertionError("the call ignores its interrupt: it still runs "
                    + terms.grace().toMillis() + " ms after its deadline of "
                    + terms.deadline().toMillis() + " ms; the agent would abandon it, here:");
            ignored.setStackTrace(call.getStackTrace());
            throw ignored;
        }
        context.log().log(System.Logger.Level.DEBUG, "interrupted at the deadline");
        return Reply.failure(
                CommandStatus.DEADLINE_EXCEEDED,
                "not done in " + terms.deadline().toMillis() + " ms");
    }

    private static void join(Thread call, Duration atMost) {
        try {
            call.join(Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            call.interrupt();
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        }
    }

    /** Closes the handler; again: nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            handler.close();
        } catch (Exception e) {
            throw new AssertionError("close() failed: " + e, e);
        }
    }

    /** One call; the interrupt is sent under the lock that also marks its end. */
    private static final class CallThread extends Thread {
        private final CommandHandler handler;
        private final SentCommand command;
        private final CapturedContext context;
        private @Nullable Reply reply;

        CallThread(CommandHandler handler, SentCommand command, CapturedContext context) {
            super("handler-test");
            this.handler = handler;
            this.command = command;
            this.context = context;
            setDaemon(true);
        }

        @Override
        // What a handler may throw includes a stack overflow and a class that is not there.
        @SuppressWarnings("CatchThrowable")
        public void run() {
            Reply result;
            try {
                Reply given = handler.handle(command, context);
                // Foreign code is not checked for null by our compiler.
                result = given == null ? Reply.failure(CommandStatus.INTERNAL, "no reply") : given;
            } catch (InterruptedException e) {
                result = Reply.failure(CommandStatus.ABORTED, "interrupted");
            } catch (Throwable e) {
                context.log().log(System.Logger.Level.WARNING, "handler " + command.name() + " failed", e);
                String simpleName = e.getClass().getSimpleName();
                result = Reply.failure(
                        CommandStatus.INTERNAL, simpleName.isEmpty() ? "anonymous exception" : simpleName);
            }
            end(result);
        }

        private synchronized void end(Reply result) {
            reply = result;
        }

        synchronized boolean interruptIfRunning() {
            boolean running = reply == null;
            if (running) {
                interrupt();
            }
            return running;
        }

        synchronized Reply reply() {
            if (reply == null) {
                throw new IllegalStateException("still running");
            }
            return reply;
        }
    }
}
