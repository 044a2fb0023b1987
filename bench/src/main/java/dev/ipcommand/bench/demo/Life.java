package dev.ipcommand.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The life of one command, put together from what the stub, the agent and the webhook receiver saw. All of them look at
 * the same machine's clock.
 */
final class Life {
    /** @param millis since the epoch */
    private record Step(long millis, String what, String detail) {}

    private final List<Step> steps = new ArrayList<>();

    /** Takes the command's events from the stub's stream. */
    void stubSaw(List<JsonNode> events) {
        for (JsonNode event : events) {
            String type = event.path("type").asText();
            long at = millis(event.path("time").asText());
            if (at == 0) {
                continue;
            }
            boolean toSim = event.path("direction").asText("to_sim").equals("to_sim");
            switch (type) {
                case "command.queued" -> step(at, "queued", "the API took the command");
                case "command.sent" ->
                    step(
                            at,
                            "sent",
                            "one datagram to " + event.path("device_ip").asText() + ":"
                                    + event.path("device_port").asText());
                case "command.failed" ->
                    step(at, "failed", "code " + event.path("error_code").asText("?"));
                case "command.received" -> step(at, "from_sim", toSim ? "" : "the answer is a resource of the API");
                default -> {
                    // networks and callbacks are not a command's life
                }
            }
        }
    }

    /** Takes the newest command of that name from the agent's status. */
    void agentSaw(JsonNode status, String name) {
        for (JsonNode command : status.path("recent")) {
            if (command.path("name").asText().equals(name)) {
                step(command.path("received_ms").asLong(), "received", "by the agent");
                step(command.path("started_ms").asLong(), "handler", name + " starts");
                step(
                        command.path("finished_ms").asLong(),
                        "handler",
                        name + " ends: " + command.path("status").asText());
                step(command.path("replied_ms").asLong(), "reply", "leaves from the listening port");
                return;
            }
        }
    }

    /** Takes the call to the webhook. */
    void webhookSaw(long millis) {
        step(millis, "webhook", "the platform called back, answered 204");
    }

    private void step(long millis, String what, String detail) {
        if (millis > 0) {
            steps.add(new Step(millis, what, detail));
        }
    }

    private static long millis(String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException notATime) {
            return 0;
        }
    }

    /** One line a step, in the order of time; steps of one millisecond stay in the order of cause. */
    List<String> lines() {
        List<String> order = List.of("queued", "sent", "failed", "received", "handler", "reply", "from_sim", "webhook");
        List<Step> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingLong(Step::millis).thenComparingInt(step -> order.indexOf(step.what())));
        long start = sorted.isEmpty() ? 0 : sorted.get(0).millis();
        return sorted.stream()
                .map(step -> String.format(
                        Locale.ROOT, "%7d ms  %-9s %s", step.millis() - start, step.what(), step.detail()))
                .toList();
    }
}
