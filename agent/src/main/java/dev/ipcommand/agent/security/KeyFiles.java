package dev.ipcommand.agent.security;

import dev.ipcommand.agent.config.AgentConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of {@code [key.ID]}. A key that others could have put there proves nothing: the file belongs to root or
 * to the agent's user and only its owner may write to it; a secret only its owner may read.
 */
public final class KeyFiles {
    private static final int MAX_BYTES = 16 * 1024;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int GROUP_OR_WORLD_WRITE = 0022;
    private static final int GROUP_OR_WORLD = 0077;

    private KeyFiles() {}

    /**
     * What was read.
     *
     * @param keys by key id: those that can be used
     * @param problems one line each: the key, its file, what was found, what is allowed, what to do
     */
    public record Loaded(Map<String, VerificationKey> keys, List<String> problems) {
        public Loaded {
            keys = Map.copyOf(keys);
            problems = List.copyOf(problems);
        }
    }

    /** For the user this process runs as. */
    public static Loaded load(Map<String, AgentConfig.Key> keys) {
        return load(keys, Set.of());
    }

    /** @param owners further users whose files may be used, beside root and this process's */
    public static Loaded load(Map<String, AgentConfig.Key> keys, Set<Integer> owners) {
        Map<String, VerificationKey> loaded = new HashMap<>();
        List<String> problems = new ArrayList<>();
        new TreeMap<>(keys).forEach((id, key) -> {
            try {
                loaded.put(id, load(key, owners));
            } catch (KeyFileException e) {
                problems.add("key." + id + ": " + key.file() + " " + e.getMessage());
            }
        });
        return new Loaded(loaded, problems);
    }

    private static VerificationKey load(AgentConfig.Key key, Set<Integer> owners) throws KeyFileException {
        boolean secret = key.algorithm().equals("HS256");
        byte[] content = read(key.file());
        requireOwner(key.file(), owners, secret);
        return secret ? new HmacKey(KeyText.secret(content)) : new Ed25519Key(KeyText.publicKey(content));
    }

    /** A key's file, whole. */
    static byte[] read(Path file) throws KeyFileException {
        try {
            // Before it is opened: a pipe would never end.
            if ((attribute(file, "mode") & FILE_TYPE) != REGULAR) {
                throw new KeyFileException("is not a regular file, allowed is a file with one key");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw new KeyFileException(
                            "is longer than " + MAX_BYTES + " bytes, allowed is a file with one key");
                }
                return content;
            }
        } catch (NoSuchFileException e) {
            throw new KeyFileException("does not exist; ipcommand key new ID makes one");
        } catch (AccessDeniedException e) {
            throw new KeyFileException(
                    "cannot be read by this user (uid " + self() + "); type: chown " + self() + " " + file);
        } catch (IOException e) {
            throw new KeyFileException("cannot be read: " + e.getMessage());
        }
    }

    private static void requireOwner(Path file, Set<Integer> owners, boolean secret) throws KeyFileException {
        try {
            int owner = attribute(file, "uid");
            int mode = attribute(file, "mode");
            if (owner != 0 && owner != self() && !owners.contains(owner)) {
                throw new KeyFileException("belongs to user " + owner
                        + ", who could change it, allowed are root and the agent's user; type: chown root " + file);
            }
            if (secret && (mode & GROUP_OR_WORLD) != 0) {
                throw new KeyFileException("has mode " + Integer.toOctalString(mode & 07777)
                        + " and others may read or change the secret, allowed is 600; type: chmod 600 " + file);
            }
            if ((mode & GROUP_OR_WORLD_WRITE) != 0) {
                throw new KeyFileException("has mode " + Integer.toOctalString(mode & 07777)
                        + " and others may change it, allowed is 644; type: chmod go-w " + file);
            }
        } catch (IOException e) {
            throw new KeyFileException("cannot be looked at: " + e.getMessage());
        }
    }

    /** Whether others than its owner may read a file. */
    static boolean isReadByOthers(Path file) {
        try {
            return (attribute(file, "mode") & GROUP_OR_WORLD) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int self() {
        try {
            return attribute(Path.of("/proc/self"), "uid");
        } catch (IOException e) {
            // Nobody: then only root's files count.
            return 0;
        }
    }

    private static int attribute(Path file, String name) throws IOException {
        @Nullable Object value = Files.getAttribute(file, "unix:" + name);
        if (value instanceof Integer number) {
            return number;
        }
        throw new IOException("no " + name + " of " + file);
    }
}
