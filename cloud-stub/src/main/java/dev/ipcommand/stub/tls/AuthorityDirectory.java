package dev.ipcommand.stub.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bench CA on disk: {@code ca-key.pem} (key and certificate in one file, so that they cannot disagree) and
 * {@code ca.pem}, the certificate alone, for clients.
 *
 * <p>The directory is 0700 and the key 0600 from the moment they exist; what others could have read or written is refused,
 * not repaired. Files are replaced as a whole. Less than a day before its end the CA is replaced by a new one.
 *
 * <p>Threading: safe, also against other processes: who makes or renews holds a lock on the file {@code lock}.
 */
public final class AuthorityDirectory {
    private static final Duration RENEWED_BEFORE = Duration.ofDays(1);
    private static final long LOCK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_FILE = 64 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<?> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final Path directory;
    private final List<String> names;
    private final InstantSource clock;

    /**
     * Touches nothing yet.
     *
     * @param names what the CA may sign
     * @param clock the clients' time, which is the machine's own
     */
    public AuthorityDirectory(Path directory, List<String> names, InstantSource clock) {
        this.directory = directory.toAbsolutePath();
        this.names = List.copyOf(names);
        this.clock = clock;
    }

    /** The certificate alone, for clients. */
    public Path certificateFile() {
        return directory.resolve("ca.pem");
    }

    private Path keyFile() {
        return directory.resolve("ca-key.pem");
    }

    List<String> names() {
        return names;
    }

    InstantSource clock() {
        return clock;
    }

    /**
     * The CA in force; made or renewed if there is none for another day.
     *
     * @throws IOException if the files cannot be read or written, or if others than the user could read the key; the
     *     message names the file and the way out
     */
    public Authority authority() throws IOException {
        FileAttribute<?> mode0700 = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode0700);
        }
        checkOwnedAlone(directory, "0700");
        Optional<Authority> found = usable();
        if (found.isPresent()) {
            return found.get();
        }
        Path lockFile = directory.resolve("lock");
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(lockFile, create, MODE_0600);
                FileLock unused = lock(channel)) {
            Optional<Authority> meanwhile = read().filter(this::lastsAnotherDay);
            Authority authority = meanwhile.isPresent() ? meanwhile.get() : create();
            replace(certificateFile(), authority.pem());
            return authority;
        }
    }

    /** What is on disk, if it is good for another day and its certificate is laid out for clients. */
    private Optional<Authority> usable() throws IOException {
        Optional<Authority> found = read().filter(this::lastsAnotherDay);
        if (found.isEmpty() || !Files.exists(certificateFile())) {
            return Optional.empty();
        }
        return text(certificateFile()).equals(found.get().pem()) ? found : Optional.empty();
    }

    private boolean lastsAnotherDay(Authority authority) {
        return clock.instant().plus(RENEWED_BEFORE).isBefore(authority.expiry());
    }

    private Authority create() throws IOException {
        try {
            Authority authority = Certificates.authority(names, clock.instant());
            replace(keyFile(), Authority.pem("PRIVATE KEY", authority.key().getEncoded()) + authority.pem());
            return authority;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make the bench CA: " + e.getMessage(), e);
        }
    }

    private Optional<Authority> read() throws IOException {
        Path file = keyFile();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        checkOwnedAlone(file, "0600");
        Matcher matcher = PEM.matcher(text(file));
        try {
            byte[] key = block(matcher, "PRIVATE KEY");
            byte[] certificate = block(matcher, "CERTIFICATE");
            PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            return Optional.of(new Authority(privateKey, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is damaged; remove it, and a new CA is made", e);
        }
    }

    private static byte[] block(Matcher matcher, String type) throws GeneralSecurityException {
        if (!matcher.find() || !type.equals(matcher.group(1))) {
            throw new GeneralSecurityException("no " + type);
        }
        return Base64.getMimeDecoder().decode(matcher.group(2));
    }

    private static String text(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_FILE + 1);
            return bytes.length > MAX_FILE ? "" : new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    /** Nobody but the user can have put something else there since: the directory was looked at first. */
    private static void checkOwnedAlone(Path path, String mode) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        boolean right = mode.equals("0700") ? Files.isDirectory(path) : isPlainFile(path);
        if (!right || !OWNER_ONLY.containsAll(permissions)) {
            throw new IOException(path + " is not the user's alone: mode " + PosixFilePermissions.toString(permissions)
                    + ", needed is " + mode + "; if nobody else saw it: chmod " + mode + " " + path);
        }
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new IOException(
                    path + " belongs to somebody else (user " + owner + "); choose another with --ca-dir");
        }
    }

    private static boolean isPlainFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A reader sees the old file or the new one, and neither was ever open to others. */
    private static void replace(Path file, String text) throws IOException {
        Path scratch = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            try (FileChannel channel = FileChannel.open(scratch, create, MODE_0600)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /** Waits for other processes and for other stubs of this one, at most 10 s. */
    private static FileLock lock(FileChannel channel) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException ofThisProcess) {
                // as if another process had it
            }
            if (System.nanoTime() - start > LOCK_PATIENCE_NANOS) {
                throw new IOException("the bench CA's lock is held by another process for 10 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
