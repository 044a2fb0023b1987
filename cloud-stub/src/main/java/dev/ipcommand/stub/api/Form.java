package dev.ipcommand.stub.api;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters of a form body or a query: application/x-www-form-urlencoded, read strictly. Malformed percent-encoding and
 * malformed UTF-8 are refused instead of repaired. Names are case-sensitive; of a repeated name the first value counts. There
 * may be up to 100 parameters.
 */
final class Form {
    private static final int MAX_PARAMETERS = 100;

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** Parses the text between {@code ?} and {@code #}, or a body; the caller has bounded its length. */
    static Form parse(String text) {
        Map<String, String> values = new HashMap<>();
        int start = 0;
        int count = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            String pair = text.substring(start, end < 0 ? text.length() : end);
            if (!pair.isEmpty()) {
                if (++count > MAX_PARAMETERS) {
                    throw new ApiException(ErrorCode.MALFORMED_REQUEST, "more than " + MAX_PARAMETERS + " parameters");
                }
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
            start = end < 0 ? text.length() + 1 : end + 1;
        }
        return new Form(values);
    }

    /** The value; an empty one counts as absent. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value if the name is there, even an empty one. */
    Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value, or the documented refusal. */
    String require(String name) {
        return get(name).orElseThrow(() -> new ApiException(ErrorCode.MISSING_PARAMETER, name));
    }

    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            } else {
                // The text was read as ISO 8859-1: a character is a byte.
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the parameters are not valid UTF-8");
        }
    }

    private static int hex(String text, int index) {
        int digit = index < text.length() && text.charAt(index) < 128 ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "malformed percent-encoding");
        }
        return digit;
    }
}
