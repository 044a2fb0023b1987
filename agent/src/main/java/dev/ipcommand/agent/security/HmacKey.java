package dev.ipcommand.agent.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** {@code HS256} (RFC 7518 §3.2): who can check can also sign. */
final class HmacKey implements VerificationKey {
    private static final String MAC = "HmacSHA256";

    private final SecretKey key;

    HmacKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, MAC);
    }

    @Override
    public String algorithm() {
        return "HS256";
    }

    @Override
    public boolean verifies(byte[] signed, int length, byte[] signature) {
        // In the time that it takes for a right one, wherever the first difference is.
        return MessageDigest.isEqual(mac(signed, length), signature);
    }

    byte[] mac(byte[] signed, int length) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(signed, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
