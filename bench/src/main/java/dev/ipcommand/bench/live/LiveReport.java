package dev.ipcommand.bench.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.bench.api.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run found. Holds neither credentials nor identities: no SID, no ICCID, no address.
 *
 * @param planned commands that were to be sent
 * @param pollMs the resolution of the latencies
 * @param retries requests that had to be repeated
 * @param strangers answers that belong to no command of this run
 * @param problem why the API ended the run
 */
public record LiveReport(
        int planned, long pollMs, int retries, int strangers, List<Command> commands, Optional<ApiException> problem) {
    public LiveReport {
        commands = List.copyOf(commands);
    }

    /**
     * One command.
     *
     * @param latencyMs from the request until the answer was seen; -1 = not seen
     * @param answers how many came: more than one shows a duplicated command
     * @param answer the first answer, for the console only
     */
    public record Command(int number, int bytes, Outcome outcome, long latencyMs, int answers, String answer) {}

    /** How many commands ended like that. */
    public int count(Outcome outcome) {
        return (int)
                commands.stream().filter(command -> command.outcome == outcome).count();
    }

    public int sent() {
        return commands.size() - count(Outcome.NOT_SENT);
    }

    /** 0 if every command got its right answer, 1 if not, 3 if the API ended the run. */
    public int exitStatus() {
        if (problem.isPresent()) {
            return 3;
        }
        return count(Outcome.ANSWERED) == planned ? 0 : 1;
    }

    Percentiles latencies() {
        return new Percentiles(commands.stream()
                .filter(command -> command.latencyMs >= 0)
                .mapToLong(Command::latencyMs)
                .toArray());
    }

    /** A few lines for a person. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int answered = count(Outcome.ANSWERED);
        text.append(String.format(
                Locale.ROOT,
                "sent %d of %d, answered %d (%.1f %%)",
                sent(),
                planned,
                answered,
                sent() == 0 ? 0 : 100.0 * answered / sent()));
        for (Outcome outcome : List.of(Outcome.MISMATCH, Outcome.REFUSED, Outcome.FAILED, Outcome.NO_ANSWER)) {
            if (count(outcome) > 0) {
                text.append(", ").append(words(outcome)).append(' ').append(count(outcome));
            }
        }
        if (duplicates() > 0) {
            text.append(", duplicate answers ").append(duplicates());
        }
        text.append('\n');
        Percentiles latencies = latencies();
        if (latencies.count() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "latency min %d  p50 %d  p90 %d  p99 %d  max %d ms (resolution: polled every %d ms)%n",
                    latencies.at(0),
                    latencies.at(50),
                    latencies.at(90),
                    latencies.at(99),
                    latencies.at(100),
                    pollMs));
        }
        if (retries > 0) {
            text.append("repeated requests ").append(retries).append('\n');
        }
        return text.toString();
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case MISMATCH -> "wrong answer";
            case REFUSED -> "refused by the device";
            case FAILED -> "failed at the platform";
            default -> "no answer";
        };
    }

    private int duplicates() {
        return commands.stream()
                .mapToInt(command -> Math.max(0, command.answers - 1))
                .sum();
    }

    /**
     * The machine's form.
     *
     * @param platform which kind of platform it was: {@code twilio}, {@code kore}, {@code loopback} or {@code other}
     * @param startedAt ISO-8601, UTC
     */
    public String json(String platform, String startedAt) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("report", "ipcommand-bench-live/1");
        root.put("platform", platform).put("started_at", startedAt);
        root.put("planned", planned).put("sent", sent()).put("answered", count(Outcome.ANSWERED));
        root.put("delivery_ratio", sent() == 0 ? 0 : (double) count(Outcome.ANSWERED) / sent());
        ObjectNode outcomes = root.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), count(outcome));
        }
        root.put("duplicate_answers", duplicates()).put("foreign_answers", strangers);
        root.put("repeated_requests", retries).put("resolution_ms", pollMs);
        Percentiles latencies = latencies();
        if (latencies.count() > 0) {
            root.putObject("latency_ms")
                    .put("min", latencies.at(0))
                    .put("p50", latencies.at(50))
                    .put("p90", latencies.at(90))
                    .put("p99", latencies.at(99))
                    .put("max", latencies.at(100));
        }
        problem.ifPresent(why ->
                root.putObject("problem").put("http_status", why.status()).put("code", why.code()));
        ArrayNode list = root.putArray("commands");
        for (Command command : commands) {
            ObjectNode item = list.addObject();
            item.put("number", command.number).put("bytes", command.bytes);
            item.put("outcome", command.outcome.name().toLowerCase(Locale.ROOT));
            if (command.latencyMs >= 0) {
                item.put("latency_ms", command.latencyMs);
            }
            item.put("answers", command.answers);
        }
        return root.toPrettyString() + "\n";
    }
}
