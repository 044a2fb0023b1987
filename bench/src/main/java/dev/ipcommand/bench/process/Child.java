package dev.ipcommand.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process we started. Its output goes to files, so that it never waits for a reader.
 *
 * <p><b>Threading.</b> Safe: a process may be stopped from a shutdown hook while another thread waits for it.
 */
public final class Child {
    private static final int LOOK_MILLIS = 20;
    private static final int TAIL_BYTES = 64 * 1024;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program with an empty standard input.
     *
     * @param directory where its output goes, as {@code NAME.out} and {@code NAME.log}
     */
    static Child start(String name, List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".log");
        Files.deleteIfExists(out);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), out, err);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its standard error, which is its log. */
    public Path log() {
        return err;
    }

    /**
     * Waits for a line of standard output that starts like this and returns the rest of it.
     *
     * @throws ProcessException if the process ends or the time is over before; the message ends with its last lines
     */
    public String awaitLine(String prefix, Duration patience) throws ProcessException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            boolean alive = process.isAlive();
            Optional<String> line = lineOf(prefix);
            if (line.isPresent()) {
                return line.get();
            }
            if (!alive) {
                throw new ProcessException(
                        name + " ended with status " + process.exitValue() + " before it was ready" + lastLines());
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new ProcessException(name + " was not ready after " + patience.toSeconds() + " s" + lastLines());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Optional<String> lineOf(String prefix) {
        String text = tail(out);
        int complete = text.lastIndexOf('\n');
        return text.substring(0, complete + 1)
                .lines()
                .filter(line -> line.equals(prefix) || line.startsWith(prefix + " "))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    /** Its standard output so far, at most the last 64 KiB. */
    public String output() {
        return tail(out);
    }

    /** Its last lines of output and log, each indented under a heading; empty if it said nothing. */
    public String lastLines() {
        List<String> lines = new ArrayList<>();
        for (Path file : List.of(out, err)) {
            List<String> all = tail(file).lines().toList();
            all.subList(Math.max(0, all.size() - 15), all.size()).forEach(line -> lines.add("    " + line));
        }
        return lines.isEmpty() ? "" : "\n  last lines of " + name + ":\n" + String.join("\n", lines);
    }

    private static String tail(Path file) {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            var buffer = java.nio.ByteBuffer.allocate(TAIL_BYTES);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until it is full or the file ends
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        } catch (IOException notThere) {
            return "";
        }
    }

    /** Waits for its end; empty if it still runs then. */
    public Optional<Integer> awaitExit(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without asking (SIGKILL), as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * TERM, the grace, then KILL for it and everything it started.
     *
     * @return whether it ended by itself within the grace
     */
    public boolean stop(Duration grace) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        boolean ended = false;
        boolean interrupted = false;
        try {
            ended = process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            interrupted = true;
        }
        if (!ended) {
            process.destroyForcibly();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member ->
                member.onExit().completeOnTimeout(member, 2, TimeUnit.SECONDS).join());
        process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
