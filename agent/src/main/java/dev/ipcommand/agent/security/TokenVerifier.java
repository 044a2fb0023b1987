package dev.ipcommand.agent.security;

/**
 * Checks tokens.
 *
 * <p><b>Threading.</b> Any thread. <b>Failures.</b> None: whatever arrives is a verdict.
 */
@FunctionalInterface
public interface TokenVerifier {
    /** Knows no key: refuses every token. */
    TokenVerifier NO_KEYS = (datagram, length) -> Refusal.KID;

    /**
     * @param datagram a buffer that begins with a token's shape; only read, and not kept
     * @param length of the token in it
     */
    Verdict verify(byte[] datagram, int length);
}
