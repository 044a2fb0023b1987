package dev.ipcommand.stub.account;

import java.util.Map;

/**
 * A customer's account.
 *
 * @param sid AC and 32 hex digits
 * @param authToken the password that goes with it; also signs callbacks
 * @param apiKeys further credentials: key SID (SK…) to secret
 */
public record Account(String sid, String authToken, Map<String, String> apiKeys) {
    /** Without the secrets, so that no log can hold them. */
    @Override
    public String toString() {
        return "Account[" + sid + "]";
    }
}
