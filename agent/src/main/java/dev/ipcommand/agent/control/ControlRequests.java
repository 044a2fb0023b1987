package dev.ipcommand.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request line in, one answer line out. Never throws: whatever a client writes or an operation does, it gets an
 * answer, and the server goes on.
 *
 * <p>Called on the {@code control} thread only.
 */
final class ControlRequests {
    /** The largest IP Command. */
    static final int MAX_PAYLOAD = 1300;

    private static final Set<String> MODEM_OPS = Set.of("modem", "at", "record");
    private static final String FORM = "a request is one JSON object of texts, such as {\"op\":\"status\"}";
    private static final String NOT_OPERATOR =
            "only root and the agent's own user may ask this: it shows identities and reaches the modem";

    private static final System.Logger LOG = System.getLogger(ControlRequests.class.getName());

    private final ControlOperations operations;

    ControlRequests(ControlOperations operations) {
        this.operations = operations;
    }

    /**
     * What follows from a request: an answer, or work that makes one.
     *
     * @param now without a line end, at most {@link Json#MAX_LINE} bytes; null if it takes time
     * @param later to be done on another thread; null if it is done
     */
    @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed over, never compared
    record Answer(byte @Nullable [] now, @Nullable Callable<byte[]> later) {}

    /**
     * The answer to one line.
     *
     * @param operator whether the client is root or the agent's own user
     */
    Answer answer(byte[] line, boolean operator) {
        Map<String, String> fields;
        try {
            fields = fieldsOf(line);
        } catch (IOException e) {
            return new Answer(error(FORM), null);
        }
        if (MODEM_OPS.contains(fields.getOrDefault("op", "")) && !operator) {
            return new Answer(error(NOT_OPERATOR), null);
        }
        Callable<byte[]> later = late(fields);
        return later == null ? new Answer(answer(fields), null) : new Answer(null, later);
    }

    /** What waits for the modem. */
    private @Nullable Callable<byte[]> late(Map<String, String> fields) {
        return switch (fields.getOrDefault("op", "")) {
            case "modem" -> () -> ModemJson.write(operations.desk().modem());
            case "at" -> () -> at(fields);
            default -> null;
        };
    }

    private byte[] at(Map<String, String> fields) throws InterruptedException {
        Duration patience;
        try {
            patience = Duration.ofMillis(Long.parseLong(fields.getOrDefault("timeout_ms", "10000")));
        } catch (NumberFormatException e) {
            return error("timeout_ms is not a number");
        }
        if (patience.compareTo(Duration.ZERO) <= 0 || patience.compareTo(ModemDesk.LONGEST) > 0) {
            return error("timeout_ms is " + patience.toMillis() + ", allowed are 1 to " + ModemDesk.LONGEST.toMillis());
        }
        boolean insisting = fields.getOrDefault("force", "").equals("true");
        return ModemJson.write(operations.desk().at(fields.getOrDefault("line", ""), insisting, patience));
    }

    private byte[] record(Map<String, String> fields) {
        return switch (fields.getOrDefault("do", "")) {
            case "start" -> {
                boolean restart = fields.getOrDefault("restart", "").equals("true");
                String problem = operations.desk().startRecording(restart);
                yield problem.isEmpty() ? object("result", "started") : error(problem);
            }
            case "take" -> ModemJson.write(operations.desk().takeRecorded());
            case "stop" -> ModemJson.write(operations.desk().stopRecording());
            default -> error("record: do is start, take or stop");
        };
    }

    private byte[] answer(Map<String, String> fields) {
        byte[] answer;
        try {
            answer = answerTo(fields);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "control request failed", e);
            return error("internal: " + e.getClass().getSimpleName());
        }
        return answer.length <= Json.MAX_LINE ? answer : error("the answer has " + answer.length + " bytes");
    }

    private byte[] answerTo(Map<String, String> fields) {
        String op = fields.getOrDefault("op", "");
        return switch (op) {
            case "status" -> StatusJson.write(operations.status());
            case "version" -> object("version", operations.status().version());
            case "send" -> send(fields.get("payload_b64"));
            case "outages" -> OutageJson.page(operations.outages(), numberOf(fields.getOrDefault("from", "0")));
            case "doctor" -> object(operations.doctor());
            case "record" -> record(fields);
            default -> error("unknown op, known are status, send, version, outages, doctor, modem, at and record");
        };
    }

    private static int numberOf(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private byte[] send(@Nullable String encoded) {
        byte[] payload;
        try {
            payload = Base64.getDecoder().decode(encoded == null ? "" : encoded);
        } catch (IllegalArgumentException e) {
            return error("payload_b64 is not base64");
        }
        if (payload.length < 1 || payload.length > MAX_PAYLOAD) {
            return error("the payload has " + payload.length + " bytes, allowed are 1 to " + MAX_PAYLOAD);
        }
        return object("result", operations.send(payload).name().toLowerCase(Locale.ROOT));
    }

    /** A flat object of texts: requests have no other shape. */
    private static Map<String, String> fieldsOf(byte[] line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = Json.FACTORY.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new IOException("not a text");
                }
                fields.put(name, json.getText());
            }
            if (json.nextToken() != null) {
                throw new IOException("something after the object");
            }
        }
        return fields;
    }

    static byte[] error(String what) {
        return object("error", what);
    }

    private static byte[] object(Map<String, String> fields) {
        return object(new TreeMap<>(fields)
                .entrySet().stream()
                        .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                        .toArray(String[]::new));
    }

    static byte[] object(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }
}
