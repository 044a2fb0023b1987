package dev.ipcommand.agent.dispatch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Keeps the registry's scripts equal to what lies in {@code handlers.d}: looks every 2 s on a thread of its own,
 * {@code handler-scan}, so that a slow disk delays nothing else.
 *
 * <p>A file that is no handler is named in the log once, and again if the reason changes. The first 500 entries are looked
 * at. The file's content is never read: what runs is what lies there at that moment.
 *
 * <p><b>Threading.</b> {@link #scan} on one thread at a time.
 */
final class ScriptDirectory implements AutoCloseable {
    static final int MAX_ENTRIES = 500;
    private static final long INTERVAL_NANOS = 2_000_000_000L;
    private static final System.Logger LOG = System.getLogger(ScriptDirectory.class.getName());

    private final Path directory;
    private final ScriptFile check;
    private final HandlerRegistry registry;
    private final Function<Path, Runner> runners;
    private final Runnable tick;
    private final Thread thread = new Thread(this::run, "handler-scan");
    private Map<Path, String> named = Map.of();
    private String directoryProblem = "";
    private volatile boolean closed;

    /**
     * @param runners makes the runner of a script
     * @param tick called every 2 s too
     */
    ScriptDirectory(
            Path directory, ScriptFile check, HandlerRegistry registry, Function<Path, Runner> runners, Runnable tick) {
        this.directory = directory;
        this.check = check;
        this.registry = registry;
        this.runners = runners;
        this.tick = tick;
        thread.setDaemon(true);
    }

    /** Looks once on this thread, then goes on by itself. */
    void start() {
        scan();
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, INTERVAL_NANOS);
            if (!closed) {
                scan();
                tick.run();
            }
        }
    }

    /** Looks once. */
    void scan() {
        Map<String, Runner> found = new HashMap<>();
        Map<Path, String> ignored = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            int entries = 0;
            for (Path file : files) {
                if (++entries > MAX_ENTRIES) {
                    ignored.put(directory, "only the first " + MAX_ENTRIES + " entries are used");
                    break;
                }
                look(file, found, ignored);
            }
            nameDirectoryProblem(writableByOthers());
        } catch (NoSuchFileException e) {
            nameDirectoryProblem("there is no such directory: no script handlers");
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            // The scripts stay as they were: a disk that fails for a moment must not take every handler away.
            nameDirectoryProblem("cannot be read: " + e.getMessage());
            return;
        }
        registry.setScripts(found);
        ignored.forEach((file, reason) -> {
            if (!reason.equals(named.get(file))) {
                LOG.log(System.Logger.Level.WARNING, "ignored: " + file + ": " + reason);
            }
        });
        named = ignored;
    }

    private void look(Path file, Map<String, Runner> found, Map<Path, String> ignored) {
        String name = file.getFileName().toString();
        String problem = check.problem(file).orElse("");
        if (problem.isEmpty() && registry.isTaken(name)) {
            problem = "the name belongs to a built-in or a Java handler";
        }
        if (problem.isEmpty()) {
            found.put(name, runners.apply(file));
        } else {
            ignored.put(file, problem);
        }
    }

    private String writableByOthers() throws IOException {
        int mode = (Integer) Files.getAttribute(directory, "unix:mode", new LinkOption[0]);
        return (mode & 0022) == 0 ? "" : "others may put files there; type: chmod go-w " + directory;
    }

    private void nameDirectoryProblem(String problem) {
        if (!problem.equals(directoryProblem) && !problem.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, directory + ": " + problem);
        }
        directoryProblem = problem;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread, 300);
    }
}
