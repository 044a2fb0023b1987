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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

    /** Answers with a page: its {@code meta}, and its items, one in memory at a time. */
    static void answer(Context context, Object meta, String key, List<?> items) {
        String head = "{\"meta\":" + text(meta) + "," + text(key) + ":[";
        Iterator<byte[]> parts = IntStream.rangeClosed(-1, items.size())
                .mapToObj(i -> i < 0 ? head : i == items.size() ? "]}" : (i == 0 ? "" : ",") + text(items.get(i)))
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .iterator();
        context.status(200).contentType("application/json").result(new Parts(parts));
    }

    /** Reads one part after the other. */
    private static final class Parts extends InputStream {
        private final Iterator<byte[]> parts;
        private ByteArrayInputStream part = new ByteArrayInputStream(new byte[0]);

        Parts(Iterator<byte[]> parts) {
            this.parts = parts;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = part.read(to, offset, length);
            while (count < 0 && parts.hasNext()) {
                part = new ByteArrayInputStream(parts.next());
                count = part.read(to, offset, length);
            }
            return count;
        }
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
