package dev.ipcommand.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The processes of one run; closing ends them all, the youngest first.
 *
 * <p><b>Threading.</b> Safe: {@link #close} may come from a shutdown hook, and nothing is started after it.
 */
public final class Children implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path directory;
    private final Deque<Child> running = new ArrayDeque<>();
    private boolean closed;

    /** @param directory where their output goes */
    public Children(Path directory) {
        this.directory = directory;
    }

    /** Starts a program. */
    public synchronized Child start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        if (closed) {
            throw new IOException("the run is ending");
        }
        running.removeIf(child -> !child.isAlive());
        Child child = Child.start(name, command, environment, directory);
        running.push(child);
        return child;
    }

    /** Ends every process: TERM, five seconds, KILL. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            running.pop().stop(GRACE);
        }
    }
}
