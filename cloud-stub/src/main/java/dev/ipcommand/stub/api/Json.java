package dev.ipcommand.stub.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON in and out, and the error envelope. Threading: safe. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(8192)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A value of maps, lists, strings, numbers and nulls as text. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not made of plain values: " + value.getClass(), e);
        }
    }

    /** Answers with JSON. */
    public static void answer(Context context, int status, Object value) {
        context.status(status).contentType("application/json").result(text(value));
    }

    /** The body as a JSON object, or 400. */
    public static ObjectNode object(Context context) throws IOException {
        return object(Request.body(context));
    }

    /** Text as a JSON object, or 400. */
    public static ObjectNode object(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the body is not JSON");
        }
        throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the body must be a JSON object");
    }

    /** The classic error body: code, message, more_info, status. */
    static Map<String, Object> envelope(Dialect dialect, ApiException refusal) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("code", refusal.code());
        envelope.put("message", refusal.text());
        envelope.put("more_info", dialect.moreInfo(refusal.code()));
        envelope.put("status", refusal.httpStatus());
        return envelope;
    }
}
