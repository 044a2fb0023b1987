package dev.ipcommand.stub.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An account's API client at KORE, and the secret its webhooks are signed with.
 *
 * @param id what the client is known by
 * @param secret the password that goes with it
 * @param webhookSecret empty until the customer has made one
 */
public record KoreClient(String id, String secret, Optional<String> webhookSecret) {
    /** The client that goes with an account: equal for equal credentials, and no way back to them. */
    static KoreClient of(String accountSid, String authToken) {
        String id = "apiclient_" + hash("client/" + accountSid).substring(0, 32);
        return new KoreClient(id, hash("client-secret/" + accountSid + "/" + authToken), Optional.empty());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same client with a webhook secret. */
    public KoreClient signingWith(String newSecret) {
        return new KoreClient(id, secret, Optional.of(newSecret));
    }

    /** Without the secrets, so that no log can hold them. */
    @Override
    public String toString() {
        return "KoreClient[" + id + "]";
    }
}
