package dev.ipcommand.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A sender that signs its commands, made up for one run: JWS compact (RFC 7515) with the JDK alone. The agent's own code
 * for making tokens is left out on purpose: what makes and what checks them must not share a bug.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
public final class SenderKey {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** Seconds for which a token is valid. */
    private static final int LIFETIME = 600;

    private interface Signer {
        byte[] sign(byte[] bytes) throws GeneralSecurityException;
    }

    private final String id;
    private final String algorithm;
    private final String deviceFile;
    private final Signer signer;

    private SenderKey(String id, String algorithm, String deviceFile, Signer signer) {
        this.id = id;
        this.algorithm = algorithm;
        this.deviceFile = deviceFile;
        this.signer = signer;
    }

    /** RFC 8037. */
    public static SenderKey eddsa(String id) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String spki = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            PrivateKey secret = pair.getPrivate();
            return new SenderKey(
                    id,
                    "EdDSA",
                    "-----BEGIN PUBLIC KEY-----\n" + spki + "\n-----END PUBLIC KEY-----\n",
                    bytes -> signature(secret, bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 15 and later have Ed25519", e);
        }
    }

    private static byte[] signature(PrivateKey secret, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(secret);
        signature.update(bytes);
        return signature.sign();
    }

    /** RFC 7518 §3.2. */
    public static SenderKey hs256(String id) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        return new SenderKey(id, "HS256", BASE64URL.encodeToString(secret) + "\n", bytes -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(bytes);
        });
    }

    public String id() {
        return id;
    }

    public String algorithm() {
        return algorithm;
    }

    /** Writes what the device needs to know of it. */
    public void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, deviceFile);
    }

    /** The agent's configuration of it. */
    public String table(Path file) {
        return "[key." + id + "]\nalgorithm = \"" + algorithm + "\"\nfile = " + AgentFiles.quoted(file.toString())
                + "\n\n";
    }

    /**
     * A token for one command.
     *
     * @param device its name in {@code aud}
     * @param jti the token's own id
     * @param issuedAt seconds since the epoch; valid for 10 min
     * @param command in text form, without quotes, backslashes and control characters
     */
    public String sign(String device, String jti, long issuedAt, String command) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\"}";
        String claims = "{\"aud\":\"" + device + "\",\"iat\":" + issuedAt + ",\"exp\":" + (issuedAt + LIFETIME)
                + ",\"jti\":\"" + jti + "\",\"cmd\":\"" + command + "\"}";
        String signed = part(header.getBytes(US_ASCII)) + "." + part(claims.getBytes(US_ASCII));
        try {
            return signed + "." + part(signer.sign(signed.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own signs", e);
        }
    }

    private static String part(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "a key for " + algorithm;
    }
}
