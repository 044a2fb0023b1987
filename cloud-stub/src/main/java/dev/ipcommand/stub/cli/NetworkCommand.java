package dev.ipcommand.stub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cloud-stub network}: 0 = done, 1 = there is no stub, 2 = wrong usage, or the stub refused. */
@CommandLine.Command(
        name = "network",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Shows or changes the packet network of a running stub.",
            "Without a SIM a change is made to every Sim; without a change the Sims are shown.",
            ""
        })
final class NetworkCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ROW = "%-16s %-20s %-9s %-9s %-15s %-9s %s%n";

    @Option(names = "--url", paramLabel = "URL", description = "The running stub (${DEFAULT-VALUE}).")
    String url = "http://127.0.0.1:8080";

    @Parameters(
            arity = "0..1",
            paramLabel = "SIM",
            description = "A Sim's unique name, ICCID or SID; without it, every Sim.")
    @Nullable
    String sim;

    @CommandLine.Mixin
    private final NetworkOptions options = new NetworkOptions();

    @Option(names = "--device-ip", paramLabel = "IP", description = "The Sim's address.")
    @Nullable
    String deviceIp;

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            description = "Detach after that long unless renewed; 0 = never.")
    @Nullable
    Integer lease;

    private final ObjectMapper mapper = new ObjectMapper();

    /** What ends the command, with its exit status. */
    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;
        final int status;

        Failure(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            ObjectNode change = change();
            List<JsonNode> chosen = chosen();
            if (!change.isEmpty()) {
                String path = sim == null
                        ? "/_stub/network"
                        : "/_stub/sims/" + chosen.get(0).path("sid").asText() + "/network";
                exchange("PUT", path, change.toString());
                chosen = chosen();
            }
            print(System.out, chosen);
            return 0;
        } catch (Failure e) {
            System.err.println("cloud-stub network: " + e.getMessage());
            return e.status;
        }
    }

    private ObjectNode change() throws Failure {
        try {
            ObjectNode change = options.fields();
            if (deviceIp != null) {
                change.put("device_ip", deviceIp);
            }
            if (lease != null) {
                change.put("lease_s", lease);
            }
            return change;
        } catch (IllegalArgumentException e) {
            throw new Failure(2, String.valueOf(e.getMessage()));
        }
    }

    private List<JsonNode> chosen() throws Failure, InterruptedException {
        List<JsonNode> chosen = new ArrayList<>();
        for (JsonNode each : exchange("GET", "/_stub/sims", "").path("sims")) {
            if (sim == null
                    || each.path("sid").asText().equals(sim)
                    || each.path("iccid").asText().equals(sim)
                    || each.path("unique_name").asText("").equals(sim)) {
                chosen.add(each);
            }
        }
        if (sim != null && chosen.size() != 1) {
            String found =
                    chosen.isEmpty() ? "no Sim is called " : "use the ICCID, several accounts have a Sim called ";
            throw new Failure(2, found + sim);
        }
        return chosen;
    }

    private JsonNode exchange(String method, String path, String body) throws Failure, InterruptedException {
        HttpResponse<String> response;
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.replaceFirst("/+$", "") + path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new Failure(2, "--url: an http URL is needed, not " + url);
        } catch (ConnectException e) {
            throw new Failure(1, "no stub answers at " + url + "; start one with cloud-stub, or give --url");
        } catch (IOException e) {
            throw new Failure(1, "the stub at " + url + " did not answer: " + e.getMessage());
        }
        try {
            JsonNode answer = mapper.readTree(response.body());
            if (response.statusCode() == 200 && (answer.has("sims") || answer.has("attached"))) {
                return answer;
            }
            if (answer.has("message")) {
                throw new Failure(2, answer.path("message").asText());
            }
        } catch (JsonProcessingException e) {
            // Answered below, as any other answer that is no stub's.
        }
        throw new Failure(1, "what answers at " + url + " is no cloud-stub (HTTP " + response.statusCode() + ")");
    }

    private static void print(PrintStream out, List<JsonNode> sims) {
        out.printf(ROW, "NAME", "ICCID", "STATUS", "NETWORK", "ADDRESS", "REACHABLE", "CONDITIONS");
        for (JsonNode each : sims) {
            JsonNode network = each.path("network");
            JsonNode radio = each.path("radio");
            out.printf(
                    ROW,
                    each.path("unique_name").asText("-"),
                    each.path("iccid").asText(),
                    each.path("status").asText(),
                    network.path("attached").asBoolean() ? "attached" : "detached",
                    network.path("device_ip").asText("-"),
                    radio.path("reachable").asBoolean() ? "yes" : "no",
                    conditions(network, radio));
        }
    }

    private static String conditions(JsonNode network, JsonNode radio) {
        List<String> words = new ArrayList<>();
        for (String field : List.of("delay_ms", "jitter_ms", "loss", "duplicate", "reorder", "lease_s")) {
            if (network.path(field).asDouble() != 0) {
                words.add(field + "=" + network.path(field).asText());
            }
        }
        if (!network.path("applies_to").asText().equals("to_sim")) {
            words.add("applies_to=" + network.path("applies_to").asText());
        }
        if (network.path("new_address").asBoolean()) {
            words.add("new_address");
        }
        String sleep = network.path("sleep").asText();
        if (sleep.equals("edrx")) {
            words.add("edrx " + network.path("edrx_window_ms") + " of " + network.path("edrx_cycle_ms") + " ms");
        } else if (sleep.equals("psm")) {
            words.add("psm, active " + network.path("psm_active_ms") + " ms");
        }
        if (!sleep.equals("none")) {
            words.add("buffer=" + network.path("buffer").asText());
        }
        if (radio.path("under_way").asInt() > 0) {
            words.add(radio.path("under_way") + " under way, " + radio.path("held") + " of them held");
        }
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
