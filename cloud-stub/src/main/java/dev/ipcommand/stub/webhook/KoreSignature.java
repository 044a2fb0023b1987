package dev.ipcommand.stub.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * {@code kore-signature}: SHA-256 in hex of the webhook secret, the method, the callback URL without query and fragment, and
 * the body as it is sent. A plain hash, not an HMAC: KORE prescribes it so. A GET's parameters are in the query and so not
 * covered (inferred). Empty for an account without a secret.
 */
public final class KoreSignature {
    /** The header's name. */
    public static final String HEADER = "kore-signature";

    private KoreSignature() {}

    /** Signs a callback as it will be sent. */
    public static String of(Callback callback) {
        String message =
                callback.destination().method() + callback.destination().withoutQuery() + callback.body();
        return callback.keys()
                .webhookSecret()
                .map(secret -> hash(secret + message))
                .orElse("");
    }

    /** The hash alone. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
