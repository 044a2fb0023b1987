package dev.ipcommand.agent.plugin;

import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the registry's Java handlers equal to the jars in {@code handlers.plugins}: looks every 2 s on a thread of its own,
 * {@code plugin-scan}.
 *
 * <p>A jar is used if nobody but root, the agent's user and the configuration's owner can change it ({@link FileTrust}).
 * It is copied to {@code plugins} in the state directory and loaded from there. A file that looks new is taken when it has
 * looked the same twice, so that one that is still being written is left alone; those that lie there at the start are
 * taken at once. The directory need not exist.
 *
 * <p><b>Threading.</b> {@link #start} and {@link #close} once each; {@link #problems} on any thread. <b>Failures.</b> A jar
 * that cannot be used is named in the log once, with the reason and the command to type, and disturbs no other.
 */
public final class PluginDirectory implements AutoCloseable {
    static final int MAX_JARS = 64;
    private static final int MAX_ENTRIES = 500;
    private static final long INTERVAL_NANOS = 2_000_000_000L;
    /** How long the agent's start waits for its handlers. */
    private static final long START_NANOS = 5_000_000_000L;

    private static final long CLOSE_MILLIS = 1000;
    private static final String JAR_NAME = "[A-Za-z0-9_][A-Za-z0-9._+-]{0,119}\\.jar";
    private static final System.Logger LOG = System.getLogger(PluginDirectory.class.getName());

    private final Path directory;
    private final FileTrust trust;
    private final JarCopies copies;
    private final PluginSet plugins;
    private final Refusals refusals = new Refusals();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "plugin-scan");
    private final Map<String, Look> looks = new HashMap<>();
    private Map<String, String> unfit = Map.of();
    private boolean first = true;
    private volatile boolean closed;

    /** What a file looks like from outside; a new content changes it. */
    private record Signature(Map<String, Object> attributes) {
        static Signature of(Path file) throws IOException {
            return new Signature(
                    Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** The last two things known of a file: what it looked like last time, and when its content was taken. */
    private record Look(Signature last, @Nullable Signature taken) {}

    /**
     * @param directory {@code handlers.plugins} of the configuration
     * @param stateDirectory where the copies go, into {@code plugins}
     */
    public PluginDirectory(Path directory, Path stateDirectory, FileTrust trust, PluginRegistry registry) {
        this(directory, stateDirectory, trust, registry, System::nanoTime);
    }

    PluginDirectory(
            Path directory, Path stateDirectory, FileTrust trust, PluginRegistry registry, LongSupplier nanoClock) {
        this.directory = directory;
        this.trust = trust;
        this.copies = new JarCopies(stateDirectory.resolve("plugins"));
        this.plugins = new PluginSet(registry, copies, refusals, wake::release, nanoClock);
        thread.setDaemon(true);
    }

    /**
     * Loads what lies there, waiting up to 5 s for it, then goes on by itself.
     *
     * @throws IOException if copies of an earlier run cannot be removed
     */
    public void start() throws IOException {
        begin();
        scan();
        long until = System.nanoTime() + START_NANOS;
        while (!plugins.isSettled() && System.nanoTime() - until < 0) {
            await(until - System.nanoTime());
            plugins.step();
        }
        thread.start();
    }

    /** What has to be done before the first {@link #scan}. */
    void begin() throws IOException {
        // A plugin that reads a resource of its own through a URL would else keep its copy open for good.
        URLConnection.setDefaultUseCaches("jar", false);
        copies.removeLeftovers();
    }

    /** What is not used now, and why, by jar or {@code handler NAME}: for the operator. */
    public Map<String, String> problems() {
        return refusals.snapshot();
    }

    /** For tests that turn the clock by hand. */
    PluginSet plugins() {
        return plugins;
    }

    private void run() {
        while (!closed) {
            boolean woken = await(Math.min(INTERVAL_NANOS, plugins.nanosToNextDeadline()));
            if (!closed) {
                turn(woken);
            }
        }
    }

    private void turn(boolean woken) {
        try {
            if (woken) {
                plugins.step();
            } else {
                scan();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "looking at the plugins failed", e);
        }
    }

    /** Waits; true if there is something to collect. */
    private boolean await(long nanos) {
        try {
            boolean woken = wake.tryAcquire(Math.max(1, nanos), TimeUnit.NANOSECONDS);
            wake.drainPermits();
            return woken;
        } catch (InterruptedException e) {
            // Foreign code may interrupt any thread it can find.
            return false;
        }
    }

    /** Looks once. */
    void scan() {
        Map<String, String> unfitNow = new HashMap<>();
        Optional<Map<String, Path>> listed = list(unfitNow);
        if (listed.isPresent()) {
            Map<String, Path> found = listed.get();
            for (String gone : plugins.names()) {
                if (!found.containsKey(gone)) {
                    plugins.remove(gone);
                    LOG.log(System.Logger.Level.INFO, gone + ": removed");
                }
            }
            looks.keySet().stream().filter(name -> !found.containsKey(name)).forEach(refusals::clear);
            looks.keySet().retainAll(found.keySet());
            unfit.keySet().stream().filter(name -> !unfitNow.containsKey(name)).forEach(refusals::clear);
            found.forEach((name, file) -> look(name, file, unfitNow));
            unfitNow.forEach(refusals::put);
            unfit = unfitNow;
            first = false;
        }
        plugins.step();
    }

    /** The jars that may be used, by name; empty if that cannot be told now, and everything stays as it is. */
    private Optional<Map<String, Path>> list(Map<String, String> unfitNow) {
        Map<String, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            int entries = 0;
            for (Path file : files) {
                if (++entries > MAX_ENTRIES) {
                    unfitNow.put(directory.toString(), "only the first " + MAX_ENTRIES + " entries are looked at");
                    break;
                }
                String name = file.getFileName().toString();
                if (name.endsWith(".jar")) {
                    Optional<String> problem = problem(file, name, found.size());
                    problem.ifPresentOrElse(
                            reason -> unfitNow.put(Foreign.line(name), reason), () -> found.put(name, file));
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.of(Map.of());
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            // A disk that fails for a moment must not take every handler away.
            refusals.put(directory.toString(), "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
        refusals.clear(directory.toString());
        return Optional.of(found.isEmpty() ? found : trusted(found, unfitNow));
    }

    private Map<String, Path> trusted(Map<String, Path> found, Map<String, String> unfitNow) {
        Optional<String> problem = trust.directoryProblem(directory);
        problem.ifPresent(reason -> unfitNow.put(directory.toString(), "no jar is used: " + reason));
        return problem.isPresent() ? Map.of() : found;
    }

    private Optional<String> problem(Path file, String name, int count) {
        if (!name.matches(JAR_NAME)) {
            return Optional.of("its name may have A-Z a-z 0-9 . _ + - and up to 120 characters: rename it");
        }
        if (count >= MAX_JARS) {
            return Optional.of("only " + MAX_JARS + " jars are used");
        }
        return trust.problem(file);
    }

    private void look(String name, Path file, Map<String, String> unfitNow) {
        try {
            Signature now = Signature.of(file);
            Look before = looks.get(name);
            Signature taken = before == null ? null : before.taken();
            boolean settled = first || (before != null && before.last().equals(now));
            if (settled && !now.equals(taken)) {
                taken = take(name, file, now);
            }
            looks.put(name, new Look(now, taken));
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: gone in this moment", name);
        } catch (IOException e) {
            // What it serves it goes on serving; the next look tries again.
            unfitNow.put(name, "cannot be read: " + e.getMessage());
        }
    }

    /** Copies the file; null if it changed meanwhile. */
    private @Nullable Signature take(String name, Path file, Signature now) throws IOException {
        try {
            JarCopies.Copy copy = copies.take(file);
            if (!Signature.of(file).equals(now)) {
                copies.release(copy);
                return null;
            }
            refusals.clear(name);
            plugins.replace(name, copy);
        } catch (PluginRefusedException e) {
            plugins.remove(name);
            refusals.put(name, e.reason());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // What it serves it goes on serving. Not again in 2 s: on a full card every try would write up to 32 MiB.
            refusals.put(name, "cannot be copied: " + e.getMessage() + "; to try again, type: touch " + file);
        }
        return now;
    }

    /** Stops looking, ends what serves and closes what can be closed within a second. After the last call was ended. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(CLOSE_MILLIS);
            if (!thread.isAlive()) {
                plugins.close(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
