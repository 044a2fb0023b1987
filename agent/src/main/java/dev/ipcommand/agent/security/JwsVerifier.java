package dev.ipcommand.agent.security;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Checks tokens in JWS compact form (RFC 7515 §7.1): length, form, key, signature, audience, time, in this order, and the
 * first that fails is the verdict. Whether the {@code jti} was used before is for the journal.
 *
 * <p>The claims are taken apart before the signature is checked, in fixed bounds; nothing in them counts until it is
 * right. Wrong ones that would cost a signature check each are limited; right ones are not.
 *
 * <p><b>Threading.</b> Any thread. <b>Failures.</b> None: whatever arrives is a verdict, and no verdict carries any of it.
 */
public final class JwsVerifier implements TokenVerifier {
    private static final int MAX_BYTES = 1300;

    /** Checks of a signature that fail: an Ed25519 one takes a small board some milliseconds. */
    private static final int FAILURES_PER_MINUTE = 600;

    private static final int FAILURES_AT_ONCE = 60;

    private final Map<String, VerificationKey> keys;
    private final Audience audience;
    private final TimeRules times;
    private final RateLimiter failures;

    /**
     * @param keys by key id
     * @param nanoClock for the limit of failures
     */
    public JwsVerifier(Map<String, VerificationKey> keys, Audience audience, TimeRules times, LongSupplier nanoClock) {
        this.keys = Map.copyOf(keys);
        this.audience = audience;
        this.times = times;
        this.failures = RateLimiter.perMinute(FAILURES_PER_MINUTE, FAILURES_AT_ONCE, nanoClock);
    }

    @Override
    public Verdict verify(byte[] datagram, int length) {
        if (length > MAX_BYTES || length > datagram.length) {
            return Refusal.LENGTH;
        }
        Token token;
        try {
            token = Token.read(datagram, length);
        } catch (MalformedTokenException e) {
            return Refusal.FORM;
        }
        return keyId(token.header()).map(id -> verify(token, id, datagram)).orElse(Refusal.KID);
    }

    private Optional<String> keyId(TokenHeader header) {
        Optional<String> only =
                keys.size() == 1 ? Optional.of(keys.keySet().iterator().next()) : Optional.empty();
        return header.keyId().or(() -> only).filter(keys::containsKey);
    }

    private Verdict verify(Token token, String keyId, byte[] datagram) {
        VerificationKey key = keys.get(keyId);
        if (key == null || !token.header().algorithm().equals(key.algorithm())) {
            return Refusal.SIGNATURE;
        }
        if (!failures.tryAcquire(1)) {
            return Refusal.RATE;
        }
        if (!key.verifies(datagram, token.signedLength(), token.signature())) {
            return Refusal.SIGNATURE;
        }
        Verdict verdict = believed(token.claims(), keyId);
        if (verdict instanceof SignedCommand) {
            failures.refund(1);
        }
        return verdict;
    }

    private Verdict believed(TokenClaims claims, String keyId) {
        if (!audience.isMeant(claims.audience())) {
            return Refusal.AUD;
        }
        DeviceTime.Reading reading = times.time().get();
        if (!times.permit(claims.dates(), keyId, reading)) {
            return Refusal.TIME;
        }
        return new SignedCommand(
                keyId,
                claims.command(),
                claims.text(),
                claims.jti(),
                claims.dates().issuedAt(),
                claims.dates().expires(),
                reading.now(),
                reading.good(),
                reading.synchronised());
    }
}
