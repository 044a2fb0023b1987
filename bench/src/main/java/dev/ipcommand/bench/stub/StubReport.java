package dev.ipcommand.bench.stub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.bench.live.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What was measured. Filled by one thread. */
public final class StubReport {
    /** By the number of a command, in nanoseconds of one clock; 0 = it did not happen. */
    record Times(long[] started, long[] answered, long[] sent, long[] arrived) {
        Percentiles until(long[] moment) {
            return new Percentiles(IntStream.range(1, started.length)
                    .filter(n -> moment[n] != 0)
                    .mapToLong(n -> moment[n] - started[n])
                    .toArray());
        }
    }

    /** Whatever must be zero. */
    record Faults(int refused, int lost, int outOfOrder, int foreign) {
        int sum() {
            return refused + lost + outOfOrder + foreign;
        }
    }

    /** One wave of commands. */
    record Wave(int commands, long nanos, Times times, Faults faults) {
        double perSecond() {
            return commands / (nanos / 1e9);
        }
    }

    private final StubBench.Load load;
    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<String> lines = new ArrayList<>();
    private int faults;

    StubReport(StubBench.Load load) {
        this.load = load;
        json.put("report", "ipcommand-bench-stub/1")
                .put("java", Runtime.version().toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("sims", load.sims())
                .put("connections", load.connections())
                .put("payload_bytes", load.payloadBytes());
    }

    void flatOut(Wave wave) {
        lines.add(String.format(Locale.ROOT, "as fast as it goes      %8.0f commands/s", wave.perSecond()));
        json.put("commands_per_second", wave.perSecond());
        tell("flat_out", wave);
    }

    void paced(Wave wave, long[] floor) {
        lines.add(String.format(Locale.ROOT, "%nat %d a second", load.pacePerSecond()));
        tell("paced", wave);
        line("paced_floor", "a GET of one Sim", new Percentiles(floor));
    }

    private void tell(String name, Wave wave) {
        lines.add(String.format(
                Locale.ROOT, "%-24s %8s %8s %8s %8s", "from the POST until", "p50 ms", "p99 ms", "max ms", "count"));
        line(
                name + "_answer",
                "its answer (201)",
                wave.times().until(wave.times().answered()));
        line(name + "_sent", "the event 'sent'", wave.times().until(wave.times().sent()));
        line(
                name + "_arrival",
                "the datagram is there",
                wave.times().until(wave.times().arrived()));
        Faults found = wave.faults();
        faults += found.sum();
        lines.add(String.format(
                Locale.ROOT,
                "refused %d, lost %d, out of order %d, at the wrong device %d, of %d",
                found.refused(),
                found.lost(),
                found.outOfOrder(),
                found.foreign(),
                wave.commands()));
        json.put(name + "_commands", wave.commands()).put(name + "_faults", found.sum());
    }

    private void line(String key, String name, Percentiles nanos) {
        if (nanos.count() == 0) {
            lines.add(name + ": none");
            return;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %8.2f %8.2f %8.2f %8d",
                name,
                nanos.at(50) / 1e6,
                nanos.at(99) / 1e6,
                nanos.at(100) / 1e6,
                nanos.count()));
        json.putObject(key)
                .put("p50_ms", nanos.at(50) / 1e6)
                .put("p99_ms", nanos.at(99) / 1e6)
                .put("max_ms", nanos.at(100) / 1e6)
                .put("count", nanos.count());
    }

    void memory(long kilobytes) {
        lines.add(String.format(Locale.ROOT, "%nmemory of the stub afterwards (RSS) %.1f MiB", kilobytes / 1024.0));
        json.put("rss_mib", kilobytes / 1024.0);
    }

    void retries(int count) {
        faults += count;
        lines.add("requests that had to be repeated: " + count);
        json.put("repeated_requests", count);
    }

    /** For a person. */
    public List<String> lines() {
        return lines;
    }

    /** For a machine. */
    public String json() {
        return json.toPrettyString();
    }

    /** Whether nothing was refused, lost, repeated, out of order or misled. */
    public boolean passed() {
        return faults == 0;
    }
}
