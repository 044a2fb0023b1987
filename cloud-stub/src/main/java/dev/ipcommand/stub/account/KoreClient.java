package dev.ipcommand.stub.account;

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
        String id = "apiclient_" + Sha256.hex("client/" + accountSid).substring(0, 32);
        return new KoreClient(id, Sha256.hex("client-secret/" + accountSid + "/" + authToken), Optional.empty());
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
