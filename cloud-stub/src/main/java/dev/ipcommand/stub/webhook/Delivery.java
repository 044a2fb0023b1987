package dev.ipcommand.stub.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to call a customer's server.
 *
 * @param attempt 1, or 2 for the retry; 0 if the call was never made
 * @param httpStatus the answer's status; 0 if there was none
 * @param milliseconds from the call to the answer or to giving up
 * @param problem empty for a 2xx answer, else what went wrong (the platform's error 83402)
 */
public record Delivery(
        Instant time, Callback callback, int attempt, int httpStatus, long milliseconds, Optional<String> problem) {

    /** The attempt as JSON fields. The payload and the keys stay out. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("command_sid", callback.commandSid());
        fields.put("status", String.valueOf(callback.parameters().get("Status")));
        fields.putAll(summary());
        return fields;
    }

    Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", callback.destination().method().name());
        fields.put("url", callback.destination().visible());
        fields.put("attempt", attempt);
        fields.put("http_status", httpStatus);
        fields.put("duration_ms", milliseconds);
        problem.ifPresent(text -> {
            fields.put("error_code", 83402);
            fields.put("error_message", text);
        });
        return fields;
    }
}
