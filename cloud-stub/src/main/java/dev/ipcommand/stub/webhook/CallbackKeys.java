package dev.ipcommand.stub.webhook;

import java.util.Optional;

/**
 * What an account's callbacks are signed with.
 *
 * @param authToken Twilio's key: the account's token
 * @param webhookSecret KORE's key: the account's webhook secret, if it has made one
 */
public record CallbackKeys(String authToken, Optional<String> webhookSecret) {
    /** Without the secrets, so that no log can hold them. */
    @Override
    public String toString() {
        return "CallbackKeys";
    }
}
