package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A token to be signed.
 *
 * @param keyId for the header; empty = the device has one key only
 * @param audience the device's name or its SIM's ICCID
 * @param command UTF-8 in text form, or bytes for a route
 * @param text whether it goes into {@code cmd} instead of {@code cmd_b64}
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewToken(
        Optional<String> keyId,
        String audience,
        byte[] command,
        boolean text,
        String jti,
        long issuedAt,
        long expires) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int ID_BYTES = 12;

    public NewToken {
        if (!TokenClaims.isTokenId(jti)) {
            throw new IllegalArgumentException("jti: 1 to 64 printable ASCII characters without a space");
        }
    }

    /** An id that nobody else has. */
    public static String randomId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return BASE64URL.encodeToString(id);
    }

    /** The token in compact form (RFC 7515 §7.1). */
    public String sign(SigningKey key) {
        String signed = BASE64URL.encodeToString(header(key.algorithm())) + "." + BASE64URL.encodeToString(claims());
        return signed + "." + BASE64URL.encodeToString(key.sign(signed.getBytes(UTF_8)));
    }

    private byte[] header(String algorithm) {
        return object(json -> {
            json.writeStringField("alg", algorithm);
            if (keyId.isPresent()) {
                json.writeStringField("kid", keyId.get());
            }
        });
    }

    private byte[] claims() {
        return object(json -> {
            json.writeStringField("aud", audience);
            json.writeNumberField("iat", issuedAt);
            json.writeNumberField("exp", expires);
            json.writeStringField("jti", jti);
            if (text) {
                json.writeStringField("cmd", new String(command, UTF_8));
            } else {
                json.writeStringField("cmd_b64", BASE64URL.encodeToString(command));
            }
        });
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] object(Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
