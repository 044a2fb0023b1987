package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs whatever it is told to, by the JDK alone: nothing that the agent has for signing is used here. */
final class Sender {
    static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair pair;
    private final byte[] secret = "the secret of these tests, 32+ bytes".getBytes(UTF_8);

    Sender() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    VerificationKey ed25519() {
        return new Ed25519Key(pair.getPublic());
    }

    VerificationKey hmac() {
        return new HmacKey(secret);
    }

    byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    /** A token signed with the private key. */
    String eddsa(String header, String claims) {
        return eddsa(header.getBytes(UTF_8), claims.getBytes(UTF_8));
    }

    String eddsa(byte[] header, byte[] claims) {
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + encoded(eddsaSignature(signed));
    }

    byte[] eddsaSignature(String signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A token signed with the secret. */
    String hs256(String header, String claims) {
        String signed = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
        return signed + "." + encoded(mac(secret, signed));
    }

    static byte[] mac(byte[] key, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String encoded(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }
}
