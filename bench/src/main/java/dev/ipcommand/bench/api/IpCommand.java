package dev.ipcommand.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One IP Command resource, as far as the bench looks at it.
 *
 * @param direction {@code to_sim} or {@code from_sim}
 * @param status {@code queued}, {@code sent}, {@code received} or {@code failed}
 * @param payload text, or Base64 if {@code payloadType} is {@code binary}
 * @param dateCreated as the platform wrote it: whole seconds, UTC
 * @param deviceIp empty until sent
 */
public record IpCommand(
        String sid,
        String direction,
        String status,
        String payloadType,
        String payload,
        String dateCreated,
        String deviceIp,
        int devicePort) {

    static IpCommand of(JsonNode json) {
        return new IpCommand(
                json.path("sid").asText(""),
                json.path("direction").asText(""),
                json.path("status").asText(""),
                json.path("payload_type").asText("text"),
                json.path("payload").asText(""),
                json.path("date_created").asText(""),
                json.path("device_ip").asText(""),
                json.path("device_port").asInt(0));
    }

    /** The bytes that travelled. A binary payload that is not Base64 is taken as it stands. */
    public byte[] bytes() {
        if (payloadType.equals("binary")) {
            try {
                return Base64.getDecoder().decode(payload);
            } catch (IllegalArgumentException notBase64) {
                return payload.getBytes(StandardCharsets.UTF_8);
            }
        }
        return payload.getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the payload out of logs. */
    @Override
    public String toString() {
        return direction + " " + status + " " + payloadType + ", " + payload.length() + " characters";
    }
}
