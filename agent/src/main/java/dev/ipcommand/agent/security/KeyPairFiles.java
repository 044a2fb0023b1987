package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * Makes keys. Never writes over a file: a key that is gone cannot be made again.
 *
 * @param signing what the sender keeps, mode 0600
 * @param verifying what the device gets; for HS256 the same file
 */
public record KeyPairFiles(Path signing, Path verifying) {
    /** An Ed25519 pair: {@code ID.key.pem} (PKCS#8) and {@code ID.pub.pem} (SPKI). */
    public static KeyPairFiles ed25519(Path directory, String id) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
        KeyPairFiles files = new KeyPairFiles(directory.resolve(id + ".key.pem"), directory.resolve(id + ".pub.pem"));
        write(files.verifying, "rw-r--r--", KeyText.pem(true, pair.getPublic().getEncoded()));
        try {
            write(
                    files.signing,
                    "rw-------",
                    KeyText.pem(false, pair.getPrivate().getEncoded()));
        } catch (IOException e) {
            // A public key whose private one nobody has.
            Files.delete(files.verifying);
            throw e;
        }
        return files;
    }

    /** A secret: {@code ID.secret}. */
    public static KeyPairFiles hmac(Path directory, String id) throws IOException {
        byte[] secret = new byte[KeyText.LEAST_SECRET];
        new SecureRandom().nextBytes(secret);
        Path file = directory.resolve(id + ".secret");
        write(file, "rw-------", Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
        return new KeyPairFiles(file, file);
    }

    private static void write(Path file, String mode, String text) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out = Channels.newOutputStream(
                Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(permissions)))) {
            out.write(text.getBytes(US_ASCII));
        }
    }
}
