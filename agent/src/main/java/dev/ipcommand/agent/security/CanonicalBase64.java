package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64 in which each sequence of bytes has one text. The usual decoders take several (bits after the last byte, padding
 * or none): a token could then be changed without changing what it says.
 */
final class CanonicalBase64 {
    private CanonicalBase64() {}

    /** RFC 4648 §5 without padding: decoded, encoded again and compared. */
    static Optional<byte[]> url(byte[] text) {
        return decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
    }

    /** {@link #url}, or RFC 4648 §4 with padding. */
    static Optional<byte[]> either(String text) {
        // A character above U+00FF becomes a question mark, which neither alphabet has.
        byte[] bytes = text.getBytes(ISO_8859_1);
        return url(bytes).or(() -> decode(bytes, Base64.getDecoder(), Base64.getEncoder()));
    }

    private static Optional<byte[]> decode(byte[] text, Base64.Decoder decoder, Base64.Encoder encoder) {
        try {
            byte[] decoded = decoder.decode(text);
            return Arrays.equals(encoder.encode(decoded), text) ? Optional.of(decoded) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
