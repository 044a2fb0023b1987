package dev.ipcommand.bench.stub;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each command became {@code sent}, as a subscriber of the stub's event stream sees it.
 *
 * <p><b>Threading.</b> A thread of its own reads until {@link #close}; {@link #times} from any.
 */
final class SentEvents implements AutoCloseable {
    private static final String DATA = "data:";

    private final InputStream stream;
    private final Map<String, Long> times = new ConcurrentHashMap<>();
    private final Thread reader;

    SentEvents(URI uri) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        stream = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        reader = new Thread(
                () -> read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))), "sent-events");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader lines) {
        ObjectMapper json = new ObjectMapper();
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    JsonNode event = json.readTree(line.substring(DATA.length()));
                    if (event.path("type").asText().equals("command.sent")) {
                        times.put(event.path("sid").asText(), System.nanoTime());
                    }
                }
            }
        } catch (IOException ended) {
            // closed by us, or the stub is gone: what came until then counts
        }
    }

    /** By the command's SID, on {@link System#nanoTime}. */
    Map<String, Long> times() {
        return times;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stream.close();
        reader.join(2_000);
    }
}
