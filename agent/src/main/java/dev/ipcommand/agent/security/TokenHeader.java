package dev.ipcommand.agent.security;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token's header (RFC 7515 §4). It has {@code alg} and may have {@code kid} and {@code typ}: any other member either
 * changes how a token is to be checked ({@code crit}, {@code b64}, {@code zip}) or offers a key of the sender's choice
 * ({@code jwk}, {@code jku}, {@code x5c}).
 *
 * @param algorithm what the sender says; the key's own is what counts
 */
record TokenHeader(String algorithm, Optional<String> keyId) {
    static TokenHeader read(byte[] bytes) throws MalformedTokenException {
        String algorithm = null;
        String keyId = null;
        try (TokenJson json = TokenJson.open(bytes)) {
            while (json.next()) {
                switch (json.name()) {
                    case "alg" -> algorithm = json.text();
                    case "kid" -> keyId = json.text();
                    case "typ" -> requireJwt(json.text());
                    default -> throw new MalformedTokenException();
                }
            }
        } catch (IOException e) {
            throw new MalformedTokenException();
        }
        return of(algorithm, keyId);
    }

    private static TokenHeader of(@Nullable String algorithm, @Nullable String keyId) throws MalformedTokenException {
        if (algorithm == null) {
            throw new MalformedTokenException();
        }
        return new TokenHeader(algorithm, Optional.ofNullable(keyId));
    }

    private static void requireJwt(String type) throws MalformedTokenException {
        if (!type.equalsIgnoreCase("JWT")) {
            throw new MalformedTokenException();
        }
    }
}
