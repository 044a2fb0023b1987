package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigProblem;
import dev.ipcommand.agent.config.Sidecar;
import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sidecars beside the scripts as they were last read: one that has not changed is not parsed again every 2 s.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Sidecars {
    static final String SUFFIX = ".toml";
    /** Two writes within the file system's clock tick look like one: what is this fresh is read again. */
    private static final long FRESH_MILLIS = 2_000;

    private final FileTrust trust;
    private final Set<String> keys;
    private Map<Path, Known> known = new HashMap<>();
    private Map<Path, Known> seen = new HashMap<>();

    /** @param keys the ids of the configuration's keys */
    Sidecars(FileTrust trust, Set<String> keys) {
        this.trust = trust;
        this.keys = Set.copyOf(keys);
    }

    /**
     * What came of a sidecar.
     *
     * @param sidecar empty if there is none, or if there are problems
     * @param problems why the script may not be called
     */
    record Found(Optional<Sidecar> sidecar, List<String> problems) {
        static final Found NONE = new Found(Optional.empty(), List.of());

        static Found refused(String problem) {
            return new Found(Optional.empty(), List.of(problem));
        }
    }

    private record Known(Map<String, Object> attributes, Found found) {}

    /** The sidecar of a script, by the script's path. */
    Found of(Path script) {
        Path file = script.resolveSibling(script.getFileName() + SUFFIX);
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(file, "unix:ino,size,mode,uid,ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Found.NONE;
        } catch (IOException e) {
            return Found.refused(file + ": it cannot be read: " + e.getMessage());
        }
        Known earlier = known.get(file);
        Known now = earlier != null && earlier.attributes().equals(attributes) && !isFresh(attributes)
                ? earlier
                : new Known(attributes, read(file));
        seen.put(file, now);
        return now.found();
    }

    private static boolean isFresh(Map<String, Object> attributes) {
        return !(attributes.get("ctime") instanceof FileTime changed)
                || Math.abs(System.currentTimeMillis() - changed.toMillis()) < FRESH_MILLIS;
    }

    private Found read(Path file) {
        Optional<String> problem = trust.problem(file);
        if (problem.isPresent()) {
            return Found.refused(file + ": " + problem.get());
        }
        if (!Files.isReadable(file)) {
            return Found.refused(file + ": the agent may not read it; type: chmod a+r " + FileTrust.quoted(file));
        }
        try {
            return new Found(Optional.of(Sidecar.load(file, keys)), List.of());
        } catch (ConfigException e) {
            return new Found(
                    Optional.empty(),
                    e.problems().stream().map(ConfigProblem::toString).toList());
        } catch (RuntimeException e) {
            // A fault of the parser must not stop the thread that looks after every other script.
            return Found.refused(file + ": it cannot be read: " + e);
        }
    }

    /** Forgets what was not asked for since the last time. */
    void forgetOthers() {
        known = seen;
        seen = new HashMap<>();
    }
}
