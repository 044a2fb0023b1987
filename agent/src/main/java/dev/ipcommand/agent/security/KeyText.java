package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is in a key's file: PEM (RFC 7468) or a secret in base64url. */
final class KeyText {
    static final int LEAST_SECRET = 32;

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String MAKE_PUBLIC =
            "; openssl pkey -in PRIVATE.pem -pubout makes it of a private one, " + "ipcommand key new ID makes both";
    private static final List<String> OTHERS = List.of("RSA", "EC", "Ed448", "X25519", "X448", "DSA", "DH");

    private KeyText() {}

    private record Pem(String label, byte[] content) {}

    static boolean isPem(byte[] file) {
        return text(file).contains("-----BEGIN ");
    }

    /** What a sender's key is: what he says, else what the file looks like. */
    static boolean isSecret(Optional<String> algorithm, byte[] file) {
        return algorithm.map(a -> a.equals("HS256")).orElseGet(() -> !isPem(file));
    }

    static PublicKey publicKey(byte[] file) throws KeyFileException {
        String allowed = ", allowed is an Ed25519 public key (SPKI in PEM)" + MAKE_PUBLIC;
        Pem pem = pem(file, allowed);
        if (pem.label().endsWith(PRIVATE)) {
            throw new KeyFileException("holds a private key, which must not be on the device" + allowed);
        }
        if (!pem.label().equals(PUBLIC)) {
            throw new KeyFileException("holds a " + pem.label() + allowed);
        }
        X509EncodedKeySpec spec = new X509EncodedKeySpec(pem.content());
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("holds " + kind(spec) + allowed);
        }
    }

    static PrivateKey privateKey(byte[] file) throws KeyFileException {
        String allowed = ", allowed is an Ed25519 private key (PKCS#8 in PEM, not encrypted); "
                + "openssl genpkey -algorithm ed25519 makes one";
        Pem pem = pem(file, allowed);
        if (!pem.label().equals(PRIVATE)) {
            throw new KeyFileException("holds a " + pem.label() + allowed);
        }
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pem.content()));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("holds another kind of private key" + allowed);
        }
    }

    /** One trailing line end is not part of it. */
    static byte[] secret(byte[] file) throws KeyFileException {
        String allowed = ", allowed is base64url without padding of at least " + LEAST_SECRET + " bytes; "
                + "ipcommand key new ID --algorithm HS256 makes one";
        if (isPem(file)) {
            throw new KeyFileException("holds PEM" + allowed);
        }
        byte[] secret = CanonicalBase64.url(
                        text(file).replaceFirst("\\r?\\n\\z", "").getBytes(ISO_8859_1))
                .orElseThrow(() -> new KeyFileException("is not base64url" + allowed));
        if (secret.length < LEAST_SECRET) {
            throw new KeyFileException("holds " + secret.length + " bytes" + allowed);
        }
        return secret;
    }

    static String pem(boolean isPublic, byte[] content) {
        String label = isPublic ? PUBLIC : PRIVATE;
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private static Pem pem(byte[] file, String allowed) throws KeyFileException {
        Matcher matcher = PEM.matcher(text(file));
        if (!matcher.matches()) {
            throw new KeyFileException("is not one key in PEM" + allowed);
        }
        try {
            byte[] content = Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""));
            return new Pem(matcher.group(1), content);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("is damaged PEM" + allowed);
        }
    }

    private static String kind(X509EncodedKeySpec spec) {
        for (String algorithm : OTHERS) {
            try {
                KeyFactory.getInstance(algorithm).generatePublic(spec);
                return "a public key for " + algorithm;
            } catch (GeneralSecurityException e) {
                // Not this one.
            }
        }
        return "a key of unknown kind";
    }

    private static String text(byte[] file) {
        return new String(file, ISO_8859_1);
    }
}
