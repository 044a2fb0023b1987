package dev.ipcommand.stub.webhook;

import dev.ipcommand.stub.dialect.CallbackPolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers a platform's calls have. Threading: safe. */
final class CallbackHeaders {
    private final CallbackPolicy policy;
    private final InstantSource clock;

    CallbackHeaders(CallbackPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * The headers of one attempt.
     *
     * @param token tells a retry from another callback; KORE's receivers see it
     */
    Map<String, String> of(Callback callback, String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "*/*");
        headers.put("User-Agent", policy.userAgent());
        if (callback.destination().method() == CallbackMethod.POST) {
            headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
            headers.put("Content-Length", Integer.toString(callback.body().length()));
        }
        String user = URI.create(callback.destination().url()).getRawUserInfo();
        if (user != null) {
            headers.put("Authorization", basic(user));
        }
        if (policy.signature() == CallbackPolicy.Signature.TWILIO) {
            headers.put(TwilioSignature.HEADER, TwilioSignature.of(callback));
        } else {
            headers.put(KoreSignature.HEADER, KoreSignature.of(callback));
            headers.put("kore-idempotency-token", token);
            headers.put(
                    "date", DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        }
        return headers;
    }

    /** User and password of the URL. The platform waits to be asked for them; a server that asks takes them at once too. */
    private static String basic(String user) {
        byte[] pair = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
