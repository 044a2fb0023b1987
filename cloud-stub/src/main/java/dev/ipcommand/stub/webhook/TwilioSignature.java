package dev.ipcommand.stub.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code X-Twilio-Signature}: Base64 of HMAC-SHA1, keyed with the account's token, over the URL followed for POST by every
 * parameter's name and value, sorted by name. SHA-1 is what the platform prescribes.
 */
public final class TwilioSignature {
    /** The header's name. */
    public static final String HEADER = "X-Twilio-Signature";

    private TwilioSignature() {}

    /** Signs a callback as it will be sent. */
    public static String of(Callback callback) {
        StringBuilder message = new StringBuilder(callback.target());
        if (callback.destination().method() == CallbackMethod.POST) {
            new TreeMap<>(callback.parameters())
                    .forEach((name, value) -> message.append(name).append(value));
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(callback.keys().authToken().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(message.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }
}
