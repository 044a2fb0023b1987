package dev.ipcommand.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The stub's server-sent events, as they come. Keeps the newest thousand.
 *
 * <p><b>Threading.</b> A thread of its own reads until {@link #close}; {@link #events} from any.
 */
final class EventStream implements AutoCloseable {
    private static final int MAX_EVENTS = 1000;
    private static final String DATA = "data:";

    private final InputStream stream;
    private final List<JsonNode> events = new ArrayList<>();
    private final Thread reader;

    EventStream(URI uri) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .build();
        stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        reader = new Thread(
                () -> read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))), "stub-events");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader lines) {
        ObjectMapper json = new ObjectMapper();
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    keep(json.readTree(line.substring(DATA.length())));
                }
            }
        } catch (IOException ended) {
            // closed by us, or the stub is gone: what came until then is kept
        }
    }

    private synchronized void keep(JsonNode event) {
        if (events.size() == MAX_EVENTS) {
            events.remove(0);
        }
        events.add(event);
    }

    /** What came so far, oldest first. */
    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() throws IOException {
        stream.close();
        try {
            reader.join(2_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
