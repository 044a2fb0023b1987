package dev.ipcommand.agent.security;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object of a token, read member by member. Strict and bounded: UTF-8 alone, one member of a name, nothing after
 * the object, little depth.
 */
final class TokenJson implements AutoCloseable {
    private static final int MAX_CHARACTERS = 1300;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_DIGITS = 32;

    /** RFC 7519 §2 NumericDate, up to the end of the year 9999. */
    private static final BigDecimal LAST_DATE = BigDecimal.valueOf(253_402_300_799L);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names that strangers make up must not stay in a table.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_CHARACTERS)
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private final JsonParser parser;

    private TokenJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Opens it and goes to the object's beginning. */
    static TokenJson open(byte[] bytes) throws MalformedTokenException, IOException {
        // As characters: from bytes the parser would also take UTF-16 and UTF-32, and a byte order mark.
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new MalformedTokenException();
        }
        JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.length());
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            parser.close();
            throw new MalformedTokenException();
        }
        return new TokenJson(parser);
    }

    /** Goes to the next member's value; false at the end, after which nothing may follow. */
    boolean next() throws MalformedTokenException, IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            parser.nextToken();
            return true;
        }
        if (token != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new MalformedTokenException();
        }
        return false;
    }

    String name() throws IOException {
        return parser.currentName();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Goes to the array's next element; false at its end. */
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    String text() throws MalformedTokenException, IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedTokenException();
        }
        return parser.getText();
    }

    /** A text's UTF-8. An escape can write half of a surrogate pair, which has none. */
    byte[] utf8() throws MalformedTokenException, IOException {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text()));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new MalformedTokenException();
        }
    }

    /** A NumericDate, rounded down to seconds. */
    long date() throws MalformedTokenException, IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw new MalformedTokenException();
        }
        BigDecimal date;
        try {
            date = new BigDecimal(parser.getText());
        } catch (NumberFormatException e) {
            throw new MalformedTokenException();
        }
        if (date.signum() < 0 || date.compareTo(LAST_DATE) > 0) {
            throw new MalformedTokenException();
        }
        // 1e-999999999 is in range too, and rounding it would take a gigabyte.
        return date.compareTo(BigDecimal.ONE) < 0
                ? 0
                : date.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
