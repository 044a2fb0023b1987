package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of {@code /_stub/events}; what a test waits on instead of sleeping. */
final class EventStream implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long PATIENCE_MS = 20_000;

    private final LinkedBlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>();
    private final List<JsonNode> seen = new ArrayList<>();
    private final InputStream body;
    private final Thread reader;

    EventStream(HttpClient client, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        body = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        // The stub says so once it listens; what happens from here on is seen.
        if (!": subscribed".equals(lines.readLine())) {
            fail("the stream did not begin as documented");
        }
        reader = new Thread(() -> read(lines), "event-stream");
        reader.start();
    }

    private void read(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    queue.add(MAPPER.readTree(line.substring(6)));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The stub or the test has closed the stream.
            queue.add(MAPPER.createObjectNode().put("type", "closed"));
        }
    }

    /** The next event of this type about this SID, seen already or still to come. */
    JsonNode await(String type, String sid) throws InterruptedException {
        return await(event -> event.path("type").asText().equals(type)
                && event.path("sid").asText().equals(sid));
    }

    /** The next event of this type. */
    JsonNode await(String type) throws InterruptedException {
        return await(event -> event.path("type").asText().equals(type));
    }

    JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        for (JsonNode event : seen) {
            if (wanted.test(event)) {
                seen.remove(event);
                return event;
            }
        }
        while (true) {
            JsonNode event = queue.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (event == null) {
                return fail("no such event; seen: " + seen);
            }
            if (wanted.test(event)) {
                return event;
            }
            seen.add(event);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        body.close();
        reader.join(5000);
    }
}
