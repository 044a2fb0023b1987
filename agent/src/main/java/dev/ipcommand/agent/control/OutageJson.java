package dev.ipcommand.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.Outage.Attempt;
import dev.ipcommand.agent.outage.OutageSummary;
import dev.ipcommand.agent.session.Rung;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Outages as JSON and back. A line of the control socket does not hold a hundred long ones, so they come in pages. Pure.
 */
public final class OutageJson {
    /** One outage at its longest is below 5 KiB. */
    private static final int PAGE = 48 * 1024;

    private OutageJson() {}

    /**
     * A part of them.
     *
     * @param all how many there are in all
     * @param outages in order
     */
    record Page(int all, List<Outage> outages) {}

    /** As many as fit a line, from one of them on. */
    static byte[] page(List<Outage> newestFirst, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("all", newestFirst.size());
            json.writeArrayFieldStart("outages");
            for (int i = Math.max(0, from); i < newestFirst.size() && out.size() < PAGE; i++) {
                write(json, newestFirst.get(i));
                json.flush();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** All of them and what they come to, in one object, for a person's programs. */
    public static byte[] report(List<Outage> newestFirst, Instant now, boolean fromAgent) {
        OutageSummary summary = OutageSummary.of(newestFirst, now);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("from", fromAgent ? "agent" : "file");
            json.writeNumberField("count", summary.count());
            json.writeNumberField(
                    "longest_ms", summary.longest().orElse(Duration.ZERO).toMillis());
            json.writeNumberField("last_30_days_ms", summary.last30Days().toMillis());
            json.writeArrayFieldStart("outages");
            for (Outage outage : newestFirst) {
                write(json, outage);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Outage outage) throws IOException {
        json.writeStartObject();
        json.writeStringField("began", outage.began().toString());
        json.writeStringField("cause", outage.cause());
        json.writeBooleanField("over", outage.over());
        if (outage.lasted().isPresent()) {
            json.writeNumberField("lasted_ms", outage.lasted().get().toMillis());
        }
        json.writeStringField("note", outage.note());
        json.writeArrayFieldStart("tried");
        for (Attempt attempt : outage.tried()) {
            json.writeStartObject();
            json.writeNumberField("number", attempt.rung().number());
            json.writeStringField("rung", attempt.rung().name().toLowerCase(Locale.ROOT));
            json.writeStringField("at", attempt.at().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("omitted", outage.omitted());
        json.writeEndObject();
    }

    /** @throws IOException if it is no page */
    static Page read(byte[] line) throws IOException {
        StatusJson.Fields fields = StatusJson.Fields.read(line);
        List<Outage> outages = new ArrayList<>();
        try {
            for (int i = 0; fields.has("outages." + i + ".began"); i++) {
                outages.add(read(fields, "outages." + i + "."));
            }
            return new Page((int) fields.number("all"), outages);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("an outage that cannot be read", e);
        }
    }

    private static Outage read(StatusJson.Fields fields, String at) throws IOException {
        List<Attempt> tried = new ArrayList<>();
        for (int i = 0; fields.has(at + "tried." + i + ".rung"); i++) {
            tried.add(new Attempt(
                    Rung.valueOf(fields.text(at + "tried." + i + ".rung").toUpperCase(Locale.ROOT)),
                    Instant.parse(fields.text(at + "tried." + i + ".at"))));
        }
        String lasted = at + "lasted_ms";
        return new Outage(
                Instant.parse(fields.text(at + "began")),
                fields.text(at + "cause"),
                tried,
                (int) fields.number(at + "omitted"),
                fields.text(at + "over").equals("true"),
                fields.has(lasted) ? Optional.of(Duration.ofMillis(fields.number(lasted))) : Optional.empty(),
                fields.text(at + "note"));
    }
}
