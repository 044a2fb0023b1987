package dev.ipcommand.agent.security;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** {@code EdDSA} with Ed25519 (RFC 8037 §3.1, RFC 8032 §5.1.7). */
final class Ed25519Key implements VerificationKey {
    private static final int SIGNATURE_BYTES = 64;

    private final PublicKey key;

    Ed25519Key(PublicKey key) {
        this.key = key;
    }

    @Override
    public String algorithm() {
        return "EdDSA";
    }

    @Override
    public boolean verifies(byte[] signed, int length, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(signed, 0, length);
            return verification.verify(signature);
        } catch (SignatureException e) {
            // A half of it is no point of the curve, or larger than its order.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }
}
