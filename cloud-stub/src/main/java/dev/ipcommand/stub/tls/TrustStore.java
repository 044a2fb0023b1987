package dev.ipcommand.stub.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;

/** The CA's certificate in the form Java programs take: PKCS12, with nothing else in it. */
public final class TrustStore {
    /** No secret: a store of certificates needs one to be read at all. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "cloud-stub bench ca";

    private TrustStore() {}

    /**
     * Writes a store, as a whole, over an earlier one of this stub at most.
     *
     * @throws IOException if it cannot be written, or if another file is there
     */
    public static void write(Authority authority, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isOurs(target)) {
            throw new IOException(target + " is there already, and is no trust store of this stub; it stays as it is");
        }
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException(target + ": there is no such directory");
        }
        Path scratch = Files.createTempFile(directory, ".trust", ".p12");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(ALIAS, authority.certificate());
            try (OutputStream out = Files.newOutputStream(scratch)) {
                store.store(out, PASSWORD.toCharArray());
            }
            Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a trust store: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static boolean isOurs(Path file) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return Collections.list(store.aliases()).equals(List.of(ALIAS));
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }
}
