package dev.ipcommand.agent.security;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token's claims (RFC 7519 §4.1 and our {@code cmd}, {@code cmd_b64}). Dates are seconds since the epoch; claims that
 * are not ours are passed over.
 *
 * @param command the text of {@code cmd} as UTF-8, or the bytes of {@code cmd_b64}
 * @param text whether it came as {@code cmd}
 * @param jti 1 to 64 printable ASCII characters without a space
 * @param audience at least one
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenClaims(byte[] command, boolean text, String jti, Dates dates, List<String> audience) {
    private static final int MAX_JTI = 64;

    TokenClaims {
        audience = List.copyOf(audience);
    }

    /** The claims that speak of time. */
    record Dates(long issuedAt, long expires, Optional<Long> notBefore) {}

    static TokenClaims read(byte[] bytes) throws MalformedTokenException {
        Reader reader = new Reader();
        try (TokenJson json = TokenJson.open(bytes)) {
            while (json.next()) {
                reader.member(json);
            }
        } catch (IOException e) {
            throw new MalformedTokenException();
        }
        return reader.claims();
    }

    private static final class Reader {
        private byte @Nullable [] command;
        private boolean text;
        private @Nullable String jti;
        private @Nullable Long issuedAt;
        private @Nullable Long expires;
        private @Nullable Long notBefore;
        private List<String> audience = List.of();

        void member(TokenJson json) throws MalformedTokenException, IOException {
            switch (json.name()) {
                case "cmd" -> command(json.utf8(), true);
                case "cmd_b64" ->
                    command(CanonicalBase64.either(json.text()).orElseThrow(MalformedTokenException::new), false);
                case "jti" -> jti = json.text();
                case "iat" -> issuedAt = json.date();
                case "exp" -> expires = json.date();
                case "nbf" -> notBefore = json.date();
                case "aud" -> audience = audience(json);
                default -> json.skip();
            }
        }

        private void command(byte[] bytes, boolean asText) throws MalformedTokenException {
            if (command != null) {
                throw new MalformedTokenException();
            }
            command = bytes;
            text = asText;
        }

        private static List<String> audience(TokenJson json) throws MalformedTokenException, IOException {
            if (!json.isArray()) {
                return List.of(json.text());
            }
            List<String> all = new ArrayList<>();
            while (json.nextElement()) {
                all.add(json.text());
            }
            return all;
        }

        TokenClaims claims() throws MalformedTokenException {
            if (command == null || jti == null || issuedAt == null || expires == null || audience.isEmpty()) {
                throw new MalformedTokenException();
            }
            if (!isTokenId(jti)) {
                throw new MalformedTokenException();
            }
            Dates dates = new Dates(issuedAt, expires, Optional.ofNullable(notBefore));
            return new TokenClaims(command, text, jti, dates, audience);
        }
    }

    /** Whether a text may be a {@code jti}. */
    static boolean isTokenId(String id) {
        return !id.isEmpty() && id.length() <= MAX_JTI && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
