package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One running script, from its first byte of input to the end of everything it started.
 *
 * <p>The arguments fit into the pipe's buffer, so a script that never reads them stops nobody. Output is taken as it comes
 * by looking every 1 to 20 ms while waiting for the end, which wakes at once: one thread serves all three streams, can be
 * interrupted at any moment and never blocks on a pipe that a child has inherited.
 *
 * <p>On an interrupt (the deadline, or the agent stops): TERM to all of it, up to 2 s, KILL. After any end whatever still
 * belongs to the call is killed.
 *
 * <p><b>Threading.</b> One handler thread.
 */
final class ScriptProcess {
    private static final System.Logger LOG = System.getLogger(ScriptProcess.class.getName());
    /** One more than fits, to tell a full answer with a newline from one that is too long. */
    private static final int MAX_STDOUT = Reply.MAX_BYTES + 1;

    static final int MAX_STDERR = 4096;
    private static final long GRACE_NANOS = 2_000_000_000L;
    private static final long STOPPING_GRACE_NANOS = 1_000_000_000L;
    private static final long KILL_NANOS = 1_000_000_000L;
    private static final int MAX_PAUSE_MILLIS = 20;
    /** Times 8 KiB: more than two full pipes. A child that goes on writing must not keep us reading. */
    private static final int MAX_LAST_READS = 64;

    private final Process process;
    private final ProcessFamily family;
    private final Call call;
    private final BooleanSupplier mayLog;
    private final StderrSink stderrSink;
    private final BoundedOutput stdout;
    private final BoundedOutput stderr;

    ScriptProcess(Process process, ProcessFamily family, Call call, BooleanSupplier mayLog, StderrSink stderrSink) {
        this.stderrSink = stderrSink;
        this.process = process;
        this.family = family;
        this.call = call;
        this.mayLog = mayLog;
        this.stdout = new BoundedOutput(process.getInputStream(), MAX_STDOUT);
        this.stderr = new BoundedOutput(process.getErrorStream(), MAX_STDERR);
    }

    Reply run() throws IOException {
        Reply reply;
        try {
            writeArguments();
            awaitEnd();
            readRest();
            reply = reply(process.exitValue());
        } catch (InterruptedException e) {
            end();
            reply = Reply.failure(CommandStatus.DEADLINE_EXCEEDED, "interrupted");
        } finally {
            sweep();
        }
        logStderr();
        return reply;
    }

    private void writeArguments() {
        // At most 1300 bytes, and a pipe holds at least a page of 4096: this never blocks.
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(call.received().arguments());
        } catch (IOException e) {
            // It ended, or closed its input, without reading: its own business.
            LOG.log(System.Logger.Level.DEBUG, "handler {0} did not read its arguments", call.name());
        }
    }

    private void awaitEnd() throws IOException, InterruptedException {
        long pause = 1;
        do {
            boolean wrote = pump();
            pause = wrote ? 1 : Math.min(pause * 2, MAX_PAUSE_MILLIS);
        } while (!process.waitFor(pause, TimeUnit.MILLISECONDS));
    }

    private void readRest() throws IOException {
        for (int reads = 0; reads < MAX_LAST_READS && pump(); reads++) {
            // Each read is its own effect.
        }
    }

    /** The JDK swaps its streams when the process ends; it and these calls hold the stream's lock, so nothing is lost. */
    private boolean pump() throws IOException {
        boolean out = stdout.pump();
        boolean err = stderr.pump();
        return out || err;
    }

    /** TERM, up to 2 s, KILL. Goes on taking output, or a script that says goodbye would hang in it. */
    private void end() throws IOException {
        family.terminate();
        // Not Process.destroy(): that closes our ends of the pipes, and a script that says goodbye dies of it.
        process.toHandle().destroy();
        long begin = System.nanoTime();
        while (!hasEnded()) {
            long elapsed = System.nanoTime() - begin;
            if (elapsed >= (call.isStopping() ? STOPPING_GRACE_NANOS : GRACE_NANOS)) {
                break;
            }
            readRest();
        }
        process.toHandle().destroyForcibly();
        begin = System.nanoTime();
        while (!hasEnded()) {
            if (System.nanoTime() - begin >= KILL_NANOS) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "handler " + call.name() + " cannot be killed: pid " + process.pid());
                break;
            }
        }
    }

    /** Waits a moment; an interrupt changes nothing any more. */
    private boolean hasEnded() {
        try {
            return process.waitFor(MAX_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void sweep() {
        process.destroyForcibly();
        int killed = family.kill();
        if (killed > 0 && mayLog.getAsBoolean()) {
            LOG.log(System.Logger.Level.INFO, "handler " + call.name() + " left processes behind: killed");
        }
        for (AutoCloseable stream : new AutoCloseable[] {process.getInputStream(), process.getErrorStream()}) {
            try {
                stream.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "close", e);
            }
        }
    }

    private Reply reply(int exit) {
        return switch (exit) {
            case 0 -> output();
            case 64, 65 -> failure(CommandStatus.INVALID_ARGUMENT, exit);
            case 69, 75 -> failure(CommandStatus.UNAVAILABLE, exit);
            case 77 -> failure(CommandStatus.PERMISSION_DENIED, exit);
            case 126, 127 -> failure(CommandStatus.INTERNAL, exit);
            default -> {
                String line = firstLine();
                yield Reply.failure(
                        CommandStatus.INTERNAL, line.isEmpty() ? "exit " + exit : "exit " + exit + ": " + line);
            }
        };
    }

    private Reply output() {
        boolean dropNewline = !call.terms().raw() && stdout.endsWithNewline();
        long length = stdout.total() - (dropNewline ? 1 : 0);
        if (length > Reply.MAX_BYTES) {
            return Reply.failure(CommandStatus.RESOURCE_EXHAUSTED, length + " bytes, limit " + Reply.MAX_BYTES);
        }
        byte[] kept = stdout.kept();
        return Reply.binary(dropNewline ? Arrays.copyOf(kept, (int) length) : kept);
    }

    private Reply failure(CommandStatus status, int exit) {
        String line = firstLine();
        return Reply.failure(status, line.isEmpty() ? "exit " + exit : line);
    }

    private String firstLine() {
        String text = new String(stdout.kept(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").strip();
    }

    private void logStderr() {
        byte[] written = stderr.kept();
        if (written.length > 0 && mayLog.getAsBoolean()) {
            stderrSink.written(call.name(), new String(written, StandardCharsets.UTF_8), stderr.total());
        }
    }
}
