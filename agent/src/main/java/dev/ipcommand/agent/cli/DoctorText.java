package dev.ipcommand.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ipcommand.agent.doctor.Checkup;
import dev.ipcommand.agent.doctor.Finding;
import dev.ipcommand.agent.doctor.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the checks found, for people and for programs. Pure. */
final class DoctorText {
    private DoctorText() {}

    /** A line for each check, and for those that found something what to do; trouble last, where a terminal shows it. */
    static String of(List<Checkup.Result> results) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            for (Checkup.Result result : results) {
                if (result.finding().verdict() == verdict) {
                    add(lines, result);
                }
            }
        }
        lines.add(summary(results));
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, Checkup.Result result) {
        Finding finding = result.finding();
        boolean bad = finding.verdict() == Verdict.PROBLEM;
        String verdict = bad ? "PROBLEM" : finding.verdict().words();
        lines.add(plain(String.format(
                Locale.ROOT, "%-11s  %-18s  %s", verdict, result.check().id(), said(result))));
        if (!finding.next().isEmpty()) {
            lines.add(plain(" ".repeat(33) + "do: " + finding.next()));
        }
    }

    private static String said(Checkup.Result result) {
        String found = result.finding().found();
        return result.check().looksAt() + (found.isEmpty() ? "" : ": " + found);
    }

    private static String summary(List<Checkup.Result> results) {
        return count(results, Verdict.PROBLEM) + " problems, " + count(results, Verdict.WARNING) + " warnings, "
                + count(results, Verdict.OK) + " ok, " + count(results, Verdict.NOT_CHECKED) + " not checked";
    }

    private static long count(List<Checkup.Result> results, Verdict verdict) {
        return results.stream()
                .filter(result -> result.finding().verdict() == verdict)
                .count();
    }

    static String json(List<Checkup.Result> results) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("verdict", Checkup.worst(results).words());
            json.writeArrayFieldStart("checks");
            for (Checkup.Result result : results) {
                json.writeStartObject();
                json.writeStringField("id", result.check().id());
                json.writeStringField("looked_at", result.check().looksAt());
                json.writeStringField("verdict", result.finding().verdict().words());
                json.writeStringField("found", result.finding().found());
                json.writeStringField("next", result.finding().next());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** What a modem or a process calls itself must not move the cursor of a terminal. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
