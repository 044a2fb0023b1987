package dev.ipcommand.bench.api;

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
import java.util.function.Consumer;

/**
 * The stub's server-sent events, as they come.
 *
 * <p><b>Threading.</b> A thread of its own reads, and tells the listener, until {@link #close}.
 */
public final class EventStream implements AutoCloseable {
    private static final String DATA = "data:";

    private final InputStream stream;
    private final Consumer<JsonNode> listener;
    private final Thread reader;

    /** Connects; what happens from now on is told. */
    public EventStream(URI uri, Consumer<JsonNode> listener) throws IOException, InterruptedException {
        this.listener = listener;
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
                    listener.accept(json.readTree(line.substring(DATA.length())));
                }
            }
        } catch (IOException ended) {
            // closed by us, or the stub is gone: what came until then was told
        }
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
