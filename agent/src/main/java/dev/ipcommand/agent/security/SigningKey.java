package dev.ipcommand.agent.security;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Optional;

/**
 * What a sender signs with: an Ed25519 private key, or an HS256 secret. Never on the device, but for a secret.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
public final class SigningKey {
    private final String algorithm;
    private final Signer signer;
    private final boolean readByOthers;

    private interface Signer {
        byte[] sign(byte[] bytes);
    }

    private SigningKey(String algorithm, Signer signer, boolean readByOthers) {
        this.algorithm = algorithm;
        this.signer = signer;
        this.readByOthers = readByOthers;
    }

    /**
     * Reads one.
     *
     * @param file PKCS#8 in PEM, or base64url of at least 32 bytes
     * @param algorithm EdDSA or HS256; empty = what the file is for
     */
    public static SigningKey read(Path file, Optional<String> algorithm) throws KeyFileException {
        byte[] content = KeyFiles.read(file);
        boolean open = KeyFiles.isReadByOthers(file);
        boolean secret = KeyText.isSecret(algorithm, content);
        if (secret) {
            HmacKey key = new HmacKey(KeyText.secret(content));
            return new SigningKey(key.algorithm(), bytes -> key.mac(bytes, bytes.length), open);
        }
        PrivateKey key = KeyText.privateKey(content);
        return new SigningKey("EdDSA", bytes -> ed25519(key, bytes), open);
    }

    /** As in a header's {@code alg}. */
    public String algorithm() {
        return algorithm;
    }

    /** Whether the file's mode lets others than its owner read it. */
    public boolean isReadByOthers() {
        return readByOthers;
    }

    byte[] sign(byte[] bytes) {
        return signer.sign(bytes);
    }

    private static byte[] ed25519(PrivateKey key, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }
}
