package dev.ipcommand.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the {@link ModemDesk} says, as JSON and back; unknown fields are passed over. Pure. */
public final class ModemJson {
    private ModemJson() {}

    /** Writes one object's fields. */
    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] object(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void group(JsonGenerator json, String name, String... namesAndValues) throws IOException {
        json.writeObjectFieldStart(name);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
        }
        json.writeEndObject();
    }

    private static void lines(JsonGenerator json, List<String> lines) throws IOException {
        json.writeArrayFieldStart("lines");
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }

    /** One object, without a line end. */
    public static byte[] write(ModemReport report) {
        return object(json -> {
            ModemReport.Identity who = report.identity();
            group(
                    json,
                    "modem",
                    "manufacturer",
                    who.manufacturer(),
                    "model",
                    who.model(),
                    "revision",
                    who.revision(),
                    "imei",
                    who.imei(),
                    "driver",
                    who.driver(),
                    "profile",
                    who.profile(),
                    "port",
                    who.port());
            group(
                    json,
                    "sim",
                    "state",
                    report.sim().state(),
                    "iccid",
                    report.sim().iccid());
            ModemReport.Network network = report.network();
            group(
                    json,
                    "network",
                    "registration",
                    network.registration(),
                    "access_technology",
                    network.accessTechnology(),
                    "reject_cause",
                    network.rejectCause(),
                    "rssi_dbm",
                    network.rssiDbm(),
                    "rsrp_dbm",
                    network.rsrpDbm());
            ModemReport.Link link = report.link();
            group(json, "link", "address", link.address(), "path", link.path(), "session", link.session());
            writeChannel(json, report.channel());
            json.writeObjectFieldStart("reading");
            json.writeBooleanField("fresh", report.reading().fresh());
            json.writeNumberField("age_ms", report.reading().ageMs());
            json.writeStringField("why", report.reading().why());
            json.writeEndObject();
        });
    }

    private static void writeChannel(JsonGenerator json, ModemReport.Channel channel) throws IOException {
        json.writeObjectFieldStart("channel");
        json.writeNumberField("timeouts", channel.timeouts());
        json.writeNumberField("consecutive_timeouts", channel.consecutiveTimeouts());
        json.writeNumberField("fences", channel.fences());
        json.writeNumberField("reopenings", channel.reopenings());
        json.writeNumberField("strays", channel.strays());
        json.writeNumberField("dropped_lines", channel.droppedLines());
        json.writeNumberField("dropped_urcs", channel.droppedUrcs());
        json.writeEndObject();
    }

    /** One object, without a line end. */
    public static byte[] write(ModemDesk.AtAnswer answer) {
        return object(json -> {
            json.writeStringField("result", answer.result().name().toLowerCase(Locale.ROOT));
            json.writeStringField("final", answer.finalResult());
            json.writeStringField("message", answer.message());
            lines(json, answer.lines());
        });
    }

    static byte[] write(ModemDesk.Piece piece) {
        return object(json -> {
            json.writeStringField("running", Boolean.toString(piece.running()));
            json.writeNumberField("dropped", piece.dropped());
            lines(json, piece.lines());
        });
    }

    /** @throws IOException if it is not one JSON object */
    public static ModemReport readReport(byte[] line) throws IOException {
        StatusJson.Fields fields = StatusJson.Fields.read(line);
        return new ModemReport(
                new ModemReport.Identity(
                        fields.text("modem.manufacturer"),
                        fields.text("modem.model"),
                        fields.text("modem.revision"),
                        fields.text("modem.imei"),
                        fields.text("modem.driver"),
                        fields.text("modem.profile"),
                        fields.text("modem.port")),
                new ModemReport.Sim(fields.text("sim.state"), fields.text("sim.iccid")),
                new ModemReport.Network(
                        fields.text("network.registration"),
                        fields.text("network.access_technology"),
                        fields.text("network.reject_cause"),
                        fields.text("network.rssi_dbm"),
                        fields.text("network.rsrp_dbm")),
                new ModemReport.Link(
                        fields.text("link.address"), fields.text("link.path"), fields.text("link.session")),
                new ModemReport.Channel(
                        fields.number("channel.timeouts"),
                        fields.number("channel.consecutive_timeouts"),
                        fields.number("channel.fences"),
                        fields.number("channel.reopenings"),
                        fields.number("channel.strays"),
                        fields.number("channel.dropped_lines"),
                        fields.number("channel.dropped_urcs")),
                new ModemReport.Reading(
                        fields.text("reading.fresh").equals("true"),
                        fields.number("reading.age_ms"),
                        fields.text("reading.why")));
    }

    static ModemDesk.AtAnswer readAnswer(StatusJson.Fields fields) throws IOException {
        ModemDesk.Result result;
        try {
            result = ModemDesk.Result.valueOf(fields.text("result").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("no known result", e);
        }
        return new ModemDesk.AtAnswer(result, readLines(fields), fields.text("final"), fields.text("message"));
    }

    static ModemDesk.Piece readPiece(StatusJson.Fields fields) throws IOException {
        return new ModemDesk.Piece(
                readLines(fields),
                fields.number("dropped"),
                fields.text("running").equals("true"));
    }

    private static List<String> readLines(StatusJson.Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; fields.has("lines." + i); i++) {
            lines.add(fields.text("lines." + i));
        }
        return lines;
    }
}
