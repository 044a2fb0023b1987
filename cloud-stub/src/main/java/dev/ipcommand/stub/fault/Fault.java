package dev.ipcommand.stub.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that spoils requests or deliveries.
 *
 * @param scope which requests or deliveries it meets
 * @param effect what it does to them
 * @param count how many it still meets
 */
public record Fault(Scope scope, Effect effect, int count) {
    /** Empty fields meet everything; a {@code path} is a prefix, a {@code sim} the SID, ICCID or unique name a command is for. */
    public record Scope(Optional<String> method, Optional<String> path, Optional<String> sim) {}

    /**
     * All that is set happens, the delay first.
     *
     * @param httpStatus answered instead of the real answer; 0 for none
     * @param delayMs waited before anything else
     * @param reset the connection is reset instead of an answer
     * @param afterwards the request is carried out all the same
     * @param retryAfterS sent as {@code Retry-After}; 0 for none
     * @param errorCode a delivery fails with this number; 0 for rules about requests
     */
    public record Effect(
            int httpStatus, int delayMs, boolean reset, boolean afterwards, int retryAfterS, int errorCode) {}

    Fault less() {
        return new Fault(scope, effect, count - 1);
    }

    /** The rule as JSON fields. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        scope.method().ifPresent(value -> fields.put("method", value));
        scope.path().ifPresent(value -> fields.put("path", value));
        scope.sim().ifPresent(value -> fields.put("sim", value));
        fields.put("status", effect.httpStatus());
        fields.put("delay_ms", effect.delayMs());
        fields.put("reset", effect.reset());
        fields.put("afterwards", effect.afterwards());
        fields.put("retry_after_s", effect.retryAfterS());
        fields.put("error_code", effect.errorCode());
        fields.put("count", count);
        return fields;
    }
}
