package dev.ipcommand.bench.rtt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, and which bars were met. Filled by one thread. */
public final class RttReport {
    private record Row(String name, double p50Micros, double p99Micros, double ratio) {}

    private record Bar(String name, double value, double limit, String unit) {
        boolean isNote() {
            return Double.isInfinite(limit);
        }

        boolean met() {
            return value <= limit;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();

    void row(String name, double p50Micros, double p99Micros, double ratio) {
        rows.add(new Row(name, p50Micros, p99Micros, ratio));
    }

    void bar(String name, double value, double limit, String unit) {
        bars.add(new Bar(name, value, limit, unit));
    }

    /** A figure without a bar, to read others by. */
    void note(String name, double value, String unit) {
        bars.add(new Bar(name, value, Double.POSITIVE_INFINITY, unit));
    }

    /** Whether every bar was met. */
    public boolean passed() {
        return !bars.isEmpty() && bars.stream().allMatch(Bar::met);
    }

    /** Two tables for a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-28s %10s %10s %8s", "round trip", "p50 µs", "p99 µs", "÷ C"));
        rows.forEach(row -> lines.add(String.format(
                Locale.ROOT, "%-28s %10.1f %10.1f %8.2f", row.name, row.p50Micros, row.p99Micros, row.ratio)));
        lines.add("");
        for (Bar bar : bars) {
            String limit =
                    bar.isNote() ? bar.unit : String.format(Locale.ROOT, "(at most %.1f %s)", bar.limit, bar.unit);
            String verdict = bar.isNote() ? "" : bar.met() ? "PASS" : "FAIL";
            lines.add(String.format(Locale.ROOT, "%-4s %-44s %10.2f  %s", verdict, bar.name, bar.value, limit));
        }
        return lines;
    }

    /** The machine's form. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("report", "ipcommand-bench-rtt/1")
                .put("java", Runtime.version().toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("architecture", System.getProperty("os.arch"))
                .put("passed", passed());
        ArrayNode table = root.putArray("round_trip");
        rows.forEach(row -> table.addObject()
                .put("name", row.name)
                .put("p50_us", row.p50Micros)
                .put("p99_us", row.p99Micros)
                .put("ratio_to_c", row.ratio));
        ArrayNode list = root.putArray("bars");
        for (Bar bar : bars) {
            ObjectNode item = list.addObject()
                    .put("name", bar.name)
                    .put("value", bar.value)
                    .put("unit", bar.unit);
            if (!bar.isNote()) {
                item.put("limit", bar.limit).put("met", bar.met());
            }
        }
        return root.toPrettyString() + "\n";
    }
}
