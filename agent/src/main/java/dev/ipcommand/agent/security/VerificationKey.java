package dev.ipcommand.agent.security;

/**
 * What a signature is checked with. It fixes the algorithm: a token cannot choose.
 *
 * <p><b>Threading.</b> Immutable: any thread. <b>Failures.</b> None: what cannot be a signature is a wrong one.
 */
public sealed interface VerificationKey permits Ed25519Key, HmacKey {
    /** As in a header's {@code alg} (RFC 7518 §3.1, RFC 8037 §3.1). */
    String algorithm();

    /**
     * Whether a signature is this key's.
     *
     * @param signed a buffer that begins with what was signed
     * @param length of what was signed
     */
    boolean verifies(byte[] signed, int length, byte[] signature);
}
