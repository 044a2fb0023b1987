package dev.ipcommand.simulator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packet network of cloud-stub: {@code PUT /_stub/sims/ICCID/network}. One thread called {@code network} speaks
 * HTTP, one request at a time; each takes at most 3 s.
 */
public final class StubNetwork implements PacketNetwork {
    private static final System.Logger LOG = System.getLogger(StubNetwork.class.getName());
    private static final int LEASE_SECONDS = 10;
    private static final int TIMEOUT_MILLIS = 1500;
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int WAITING_REQUESTS = 8;

    private final String root;
    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService worker;
    private volatile URI resource;
    private volatile boolean attached;

    /** A SIM's place in the network at {@code base}, such as {@code http://127.0.0.1:8080}. */
    public StubNetwork(URI base, String iccid) {
        root = base.toString().replaceAll("/+$", "");
        resource = of(iccid);
        worker =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_REQUESTS), task -> {
                    Thread thread = new Thread(task, "network");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private URI of(String iccid) {
        return URI.create(root + "/_stub/sims/" + iccid + "/network");
    }

    @Override
    public void card(String iccid) {
        resource = of(iccid);
    }

    @Override
    public void swallow(boolean everything) {
        try {
            worker.execute(() -> tell(
                    json.createObjectNode().put("loss", everything ? 1.0 : 0.0).put("applies_to", "both")));
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.WARNING, "too many requests wait: the network loses as before");
        }
    }

    @Override
    public void attach(@Nullable String address, Consumer<Answer> then) {
        try {
            worker.execute(() -> then.accept(ask(address)));
        } catch (RejectedExecutionException full) {
            then.accept(Answer.refused("too many requests wait"));
        }
    }

    @Override
    public void detach() {
        try {
            worker.execute(this::leave);
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "detach dropped: the lease will end by itself");
        }
    }

    @Override
    public void close() {
        detach();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Answer ask(@Nullable String address) {
        ObjectNode request = json.createObjectNode().put("attached", true).put("lease_s", LEASE_SECONDS);
        if (address != null) {
            request.put("device_ip", address);
        }
        try {
            JsonNode answer = put(request);
            String given = answer.path("device_ip").asText("");
            if (!answer.path("attached").asBoolean(true) || !Ipv4.isLiteral(given)) {
                return Answer.refused("the network gave no address");
            }
            attached = true;
            long lease = answer.path("lease_s").asLong(LEASE_SECONDS);
            // A lease for good still ends with the stub's process: renew it all the same.
            return new Answer(true, given, (lease > 0 ? lease : LEASE_SECONDS) * 1000, "");
        } catch (IOException | RuntimeException e) {
            return Answer.refused(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void leave() {
        if (!attached) {
            return;
        }
        attached = false;
        tell(json.createObjectNode().put("attached", false));
    }

    /** Says something that needs no answer: a lease that is not ended ends by itself. */
    private void tell(ObjectNode what) {
        try {
            put(what);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the network did not hear: {0}", e.getMessage());
        }
    }

    private JsonNode put(ObjectNode body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) resource.toURL().openConnection(java.net.Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod("PUT");
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Accept", "application/json");
            connection.setDoOutput(true);
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            connection.setFixedLengthStreamingMode(bytes.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(bytes);
            }
            if (connection.getResponseCode() / 100 != 2) {
                throw new IOException("HTTP " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return json.readTree(in.readNBytes(LONGEST_ANSWER));
            }
        } finally {
            // A kept connection would not survive a restart of the stub, and a streamed PUT is not retried.
            connection.disconnect();
        }
    }
}
