package dev.ipcommand.stub.account;

import dev.ipcommand.stub.webhook.CallbackKeys;
import java.util.Map;
import java.util.Optional;

/**
 * A customer's account.
 *
 * @param sid AC and 32 hex digits
 * @param authToken the password that goes with it; also signs callbacks
 * @param apiKeys further credentials: key SID (SK…) to secret
 * @param kore what the same customer has at KORE
 */
public record Account(String sid, String authToken, Map<String, String> apiKeys, KoreClient kore) {
    /** With an API client that derives from SID and token, and without a webhook secret. */
    public Account(String sid, String authToken, Map<String, String> apiKeys) {
        this(sid, authToken, apiKeys, KoreClient.of(sid, authToken));
    }

    /** The same account with another API client. */
    public Account with(KoreClient client) {
        return new Account(sid, authToken, apiKeys, client);
    }

    /** The same account with this webhook secret at KORE, if there is one. */
    public Account signing(Optional<String> webhookSecret) {
        return webhookSecret.map(kore::signingWith).map(this::with).orElse(this);
    }

    /** What its callbacks are signed with. */
    public CallbackKeys callbackKeys() {
        return new CallbackKeys(authToken, kore.webhookSecret());
    }

    /** Without the secrets, so that no log can hold them. */
    @Override
    public String toString() {
        return "Account[" + sid + "]";
    }
}
