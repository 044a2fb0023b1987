package dev.ipcommand.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link StatusReport} as one JSON object, snake_case, and back. Pure.
 *
 * <p>Reading takes what it knows and passes over the rest, so that an older command line understands a newer agent.
 */
public final class StatusJson {
    /** More would not fit a line at the worst, and nobody reads them. */
    private static final int MAX_RECENT = 64;

    private static final String REFUSED = "signed_refused";

    private StatusJson() {}

    /** One object, without a line end. */
    public static byte[] write(StatusReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("version", report.version());
            json.writeStringField("started_at", report.startedAt());
            writeSession(json, report.session());
            json.writeObjectFieldStart("recovery");
            json.writeStringField("next_rung", report.recovery().nextRung());
            json.writeStringField("next_rung_at", report.recovery().nextRungAt());
            json.writeBooleanField("alarm", report.recovery().alarm());
            json.writeNumberField("resets_24h", report.recovery().resets());
            json.writeEndObject();
            writeLink(json, report.link());
            writeModem(json, report.modem());
            writeCounters(json, report.counters());
            writeHandlers(json, report);
            json.writeObjectFieldStart("outbox");
            json.writeNumberField("messages", report.outboxMessages());
            json.writeEndObject();
            json.writeArrayFieldStart("recent");
            for (StatusReport.Command command : report.recent()
                    .subList(0, Math.min(MAX_RECENT, report.recent().size()))) {
                writeCommand(json, command);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void writeSession(JsonGenerator json, StatusReport.Session session) throws IOException {
        json.writeObjectFieldStart("session");
        json.writeStringField("state", session.state());
        json.writeStringField("since", session.since());
        json.writeStringField("because", session.because());
        json.writeStringField("waits_for", session.waitsFor());
        json.writeStringField("next_try", session.nextTry());
        json.writeStringField("address", session.address());
        json.writeEndObject();
    }

    private static void writeLink(JsonGenerator json, StatusReport.Link link) throws IOException {
        json.writeObjectFieldStart("link");
        json.writeStringField("path", link.path());
        json.writeStringField("listening", link.listening());
        json.writeBooleanField("verified", link.verified());
        json.writeStringField("warning", link.warning());
        json.writeEndObject();
    }

    private static void writeModem(JsonGenerator json, StatusReport.Modem modem) throws IOException {
        json.writeObjectFieldStart("modem");
        json.writeStringField("model", modem.model());
        json.writeStringField("driver", modem.driver());
        json.writeStringField("port", modem.port());
        json.writeStringField("registration", modem.registration());
        json.writeStringField("rssi_dbm", modem.rssiDbm());
        json.writeEndObject();
    }

    private static void writeCounters(JsonGenerator json, StatusReport.Counters counters) throws IOException {
        json.writeObjectFieldStart("counters");
        json.writeNumberField("received", counters.received());
        json.writeNumberField("handled", counters.handled());
        json.writeNumberField("repeated", counters.repeated());
        json.writeNumberField("rejected", counters.rejected());
        json.writeNumberField("dropped", counters.dropped());
        json.writeNumberField("in_flight", counters.inFlight());
        json.writeEndObject();
    }

    private static void writeHandlers(JsonGenerator json, StatusReport report) throws IOException {
        json.writeObjectFieldStart("handlers");
        json.writeNumberField("abandoned", report.handlers().abandoned());
        json.writeBooleanField("restart_needed", report.handlers().restartNeeded());
        json.writeEndObject();
        json.writeObjectFieldStart(REFUSED);
        for (Map.Entry<String, Long> cause : new TreeMap<>(report.signedRefused()).entrySet()) {
            json.writeNumberField(cause.getKey(), cause.getValue());
        }
        json.writeEndObject();
    }

    private static void writeCommand(JsonGenerator json, StatusReport.Command command) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", command.name());
        json.writeStringField("status", command.status());
        json.writeNumberField("received_ms", command.receivedMs());
        json.writeNumberField("started_ms", command.startedMs());
        json.writeNumberField("finished_ms", command.finishedMs());
        json.writeNumberField("replied_ms", command.repliedMs());
        json.writeEndObject();
    }

    /** @throws IOException if it is not one JSON object */
    public static StatusReport read(byte[] line) throws IOException {
        Fields fields = Fields.read(line);
        List<StatusReport.Command> recent = new ArrayList<>();
        for (int i = 0; fields.has("recent." + i + ".name"); i++) {
            String at = "recent." + i + ".";
            recent.add(new StatusReport.Command(
                    fields.text(at + "name"),
                    fields.text(at + "status"),
                    fields.number(at + "received_ms"),
                    fields.number(at + "started_ms"),
                    fields.number(at + "finished_ms"),
                    fields.number(at + "replied_ms")));
        }
        return new StatusReport(
                fields.text("version"),
                fields.text("started_at"),
                new StatusReport.Session(
                        fields.text("session.state"),
                        fields.text("session.since"),
                        fields.text("session.because"),
                        fields.text("session.waits_for"),
                        fields.text("session.next_try"),
                        fields.text("session.address")),
                new StatusReport.Recovery(
                        fields.text("recovery.next_rung"),
                        fields.text("recovery.next_rung_at"),
                        fields.text("recovery.alarm").equals("true"),
                        fields.number("recovery.resets_24h")),
                new StatusReport.Link(
                        fields.text("link.path"),
                        fields.text("link.listening"),
                        fields.text("link.verified").equals("true"),
                        fields.text("link.warning")),
                new StatusReport.Modem(
                        fields.text("modem.model"),
                        fields.text("modem.driver"),
                        fields.text("modem.port"),
                        fields.text("modem.registration"),
                        fields.text("modem.rssi_dbm")),
                readCounters(fields),
                new StatusReport.Handlers(
                        fields.number("handlers.abandoned"),
                        fields.text("handlers.restart_needed").equals("true")),
                fields.numbers(REFUSED + "."),
                (int) fields.number("outbox.messages"),
                recent);
    }

    private static StatusReport.Counters readCounters(Fields fields) throws IOException {
        return new StatusReport.Counters(
                fields.number("counters.received"),
                fields.number("counters.handled"),
                fields.number("counters.repeated"),
                fields.number("counters.rejected"),
                fields.number("counters.dropped"),
                fields.number("counters.in_flight"));
    }

    /** The scalars of one object by their dotted paths; elements of an array are numbered. */
    record Fields(Map<String, String> byPath) {

        static Fields read(byte[] line) throws IOException {
            Map<String, String> byPath = new LinkedHashMap<>();
            try (JsonParser json = Json.FACTORY.createParser(line)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw new IOException("not a JSON object");
                }
                readObject(json, "", byPath);
                if (json.nextToken() != null) {
                    throw new IOException("more than one JSON object");
                }
            }
            return new Fields(byPath);
        }

        private static void readObject(JsonParser json, String at, Map<String, String> byPath) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String path = at + json.currentName();
                json.nextToken();
                readValue(json, path, byPath);
            }
        }

        private static void readValue(JsonParser json, String path, Map<String, String> byPath) throws IOException {
            JsonToken token = json.currentToken();
            if (token == JsonToken.START_OBJECT) {
                readObject(json, path + ".", byPath);
            } else if (token == JsonToken.START_ARRAY) {
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    readValue(json, path + "." + i, byPath);
                }
            } else if (token != JsonToken.VALUE_NULL) {
                byPath.put(path, json.getText());
            }
        }

        boolean has(String path) {
            return byPath.containsKey(path);
        }

        String text(String path) {
            return byPath.getOrDefault(path, "");
        }

        /** Those whose path begins with a prefix, by the rest of it. */
        Map<String, Long> numbers(String prefix) throws IOException {
            Map<String, Long> found = new LinkedHashMap<>();
            for (String path : byPath.keySet()) {
                if (path.startsWith(prefix)) {
                    found.put(path.substring(prefix.length()), number(path));
                }
            }
            return found;
        }

        long number(String path) throws IOException {
            String text = byPath.getOrDefault(path, "0");
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IOException(path + " is not an integer", e);
            }
        }
    }
}
