package dev.ipcommand.stub.event;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that happened.
 *
 * @param sequence counts from 1 without gaps
 * @param time when, on the platform clock
 * @param type {@code command.sent}, {@code network.attached}, …
 * @param sid whom it is about: a command (HG…), a Sim (HS…), or empty
 * @param details further fields; never a payload, never a credential
 */
public record Event(long sequence, Instant time, String type, String sid, Map<String, Object> details) {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** The event as the fields of a flat JSON object, in a fixed order. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seq", sequence);
        fields.put("time", MILLISECONDS.format(time));
        fields.put("type", type);
        fields.put("sid", sid);
        fields.putAll(details);
        return fields;
    }
}
