package dev.ipcommand.agent.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The jars' copies in the state directory, named by their SHA-256: a jar that is overwritten while its classes are in use
 * would break them.
 *
 * <p>A copy is used by any number of plugins and deleted after the last. Mode 0600 in a directory of mode 0700.
 *
 * <p><b>Threading.</b> Any thread. <b>Failures.</b> {@code take} throws {@code IOException}; a copy that cannot be deleted
 * is named in the log and goes at the next start.
 */
final class JarCopies {
    static final int MAX_BYTES = 32 << 20;

    private static final System.Logger LOG = System.getLogger(JarCopies.class.getName());
    private static final String DRAFT = "copying";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A copy of a jar; {@link JarCopies#release} it once. */
    record Copy(String hash, Path file) {}

    private final Path directory;
    private final Map<String, Integer> users = new HashMap<>();

    JarCopies(Path directory) {
        this.directory = directory;
    }

    /** Deletes what an earlier run has left, and nothing else. Before the first {@link #take}. */
    void removeLeftovers() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}\\.jar|" + DRAFT + ".*")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Copies a jar.
     *
     * @throws PluginRefusedException if it is larger than {@value #MAX_BYTES} bytes
     */
    synchronized Copy take(Path jar) throws IOException, PluginRefusedException {
        makeDirectory();
        Path draft = Files.createTempFile(directory, DRAFT, "", OWNER_ONLY);
        try {
            String hash = copy(jar, draft);
            Path file = directory.resolve(hash + ".jar");
            if (!users.containsKey(hash)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            users.merge(hash, 1, Integer::sum);
            return new Copy(hash, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void makeDirectory() throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(directory, owner);
        } else {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(owner));
        }
    }

    private static String copy(Path jar, Path draft) throws IOException, PluginRefusedException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(jar, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(draft, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > MAX_BYTES) {
                    throw new PluginRefusedException("more than " + MAX_BYTES + " bytes");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    synchronized void release(Copy copy) {
        Integer left = users.computeIfPresent(copy.hash(), (hash, count) -> count > 1 ? count - 1 : null);
        if (left == null) {
            try {
                Files.deleteIfExists(copy.file());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot be deleted: " + copy.file() + ": " + e.getMessage());
            }
        }
    }
}
