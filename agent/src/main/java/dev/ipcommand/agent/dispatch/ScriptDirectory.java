package dev.ipcommand.agent.dispatch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Keeps the registry's scripts equal to what lies in {@code handlers.d}: looks every 2 s on a thread of its own,
 * {@code handler-scan}, so that a slow disk delays nothing else.
 *
 * <p>What is no handler, and a sidecar that asks for too much, is named in the log once, and again if the reason changes.
 * The first 1000 entries are looked at. A script's content is never read: what runs is what lies there at that moment.
 *
 * <p><b>Threading.</b> {@link #scan} on one thread at a time.
 */
final class ScriptDirectory implements AutoCloseable {
    /** 500 scripts with a sidecar each. */
    static final int MAX_ENTRIES = 1000;

    private static final long INTERVAL_NANOS = 2_000_000_000L;
    private static final System.Logger LOG = System.getLogger(ScriptDirectory.class.getName());

    private final Path directory;
    private final ScriptReader reader;
    private final HandlerRegistry registry;
    private final Runnable tick;
    private final Consumer<String> log;
    private final Thread thread = new Thread(this::run, "handler-scan");
    private Set<String> named = Set.of();
    private volatile boolean closed;

    /** @param tick called every 2 s too */
    ScriptDirectory(Path directory, ScriptReader reader, HandlerRegistry registry, Runnable tick) {
        this(directory, reader, registry, tick, line -> LOG.log(System.Logger.Level.WARNING, line));
    }

    ScriptDirectory(
            Path directory, ScriptReader reader, HandlerRegistry registry, Runnable tick, Consumer<String> log) {
        this.log = log;
        this.directory = directory;
        this.reader = reader;
        this.registry = registry;
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
                turn();
            }
        }
    }

    private void turn() {
        try {
            scan();
            tick.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "looking at the scripts failed", e);
        }
    }

    /** Looks once. */
    void scan() {
        Map<String, Script> found = new HashMap<>();
        Set<String> lines = new LinkedHashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            Optional<String> problem = reader.directoryProblem(directory);
            if (problem.isPresent()) {
                lines.add("no script is run: " + problem.get());
            } else {
                look(files, found, lines);
            }
        } catch (NoSuchFileException e) {
            lines.add(directory + ": there is no such directory: no script handlers");
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            // The scripts stay as they were: a disk that fails for a moment must not take every handler away.
            lines.add(directory + ": cannot be read: " + e.getMessage());
            name(lines);
            return;
        }
        reader.done();
        registry.setScripts(found);
        name(lines);
    }

    private void look(DirectoryStream<Path> files, Map<String, Script> found, Set<String> lines) {
        int entries = 0;
        for (Path file : files) {
            if (++entries > MAX_ENTRIES) {
                lines.add(directory + ": only the first " + MAX_ENTRIES + " entries are used");
                break;
            }
            String name = file.getFileName().toString();
            if (name.endsWith(Sidecars.SUFFIX)) {
                lookAtSidecar(file, name.substring(0, name.length() - Sidecars.SUFFIX.length()), lines);
            } else {
                look(file, name, found, lines);
            }
        }
    }

    private void look(Path file, String name, Map<String, Script> found, Set<String> lines) {
        Optional<String> problem = reader.problem(file);
        if (problem.isEmpty() && registry.isTaken(name)) {
            problem = Optional.of("the name belongs to a built-in or a Java handler");
        }
        if (problem.isPresent()) {
            lines.add("ignored: " + file + ": " + problem.get());
        } else {
            reader.read(file, registry.policyOf(name), lines::add).ifPresent(script -> found.put(name, script));
        }
    }

    /** A sidecar is read with its script; by itself it means nothing. */
    private void lookAtSidecar(Path file, String script, Set<String> lines) {
        if (!Files.exists(directory.resolve(script), LinkOption.NOFOLLOW_LINKS)) {
            lines.add("ignored: " + file + ": there is no script " + script + " beside it");
        }
    }

    private void name(Set<String> lines) {
        for (String line : lines) {
            if (!named.contains(line)) {
                // A file's name may hold anything; the log's lines are our own.
                log.accept(line.replaceAll("\\p{Cntrl}", "?"));
            }
        }
        named = lines;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread, 300);
    }
}
