package dev.ipcommand.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.simulator.time.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The control socket: a thread to accept and one for each of at most four clients. */
public final class ControlServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final int CLIENTS = 4;
    private static final int LONGEST_LINE = 4096;
    private static final long ANSWER_SECONDS = 5;

    private final @Nullable Path path;
    private final ModemControl control;
    private final Timeline timeline;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocketChannel server;

    /** A server that listens at {@code path} once started; without a path it does nothing. */
    public ControlServer(Optional<Path> path, ModemControl control, Timeline timeline) {
        this.path = path.map(Path::toAbsolutePath).orElse(null);
        this.control = control;
        this.timeline = timeline;
    }

    /**
     * Looks before anything is started.
     *
     * @throws FileAlreadyExistsException if something else than a socket is at the path
     */
    public static void refuseOthers(Optional<Path> path) throws IOException {
        if (path.isPresent() && Files.exists(path.get(), LinkOption.NOFOLLOW_LINKS) && !isSocket(path.get())) {
            throw new FileAlreadyExistsException(path.get() + ": exists and is no socket");
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer bits && (bits & 0170000) == 0140000;
    }

    /** Binds and listens. */
    public void start() throws IOException {
        if (path == null) {
            return;
        }
        Files.deleteIfExists(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        server = listening;
        thread("control", () -> acceptAll(listening));
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll(ServerSocketChannel listening) {
        while (listening.isOpen()) {
            try {
                SocketChannel client = listening.accept();
                if (clients.size() >= CLIENTS) {
                    client.close();
                } else {
                    clients.add(client);
                    thread("control-client", () -> serve(client));
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "control socket closed: {0}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel client) {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (client) {
            while (client.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    if (b != '\n') {
                        line.write(b);
                        if (line.size() > LONGEST_LINE) {
                            return;
                        }
                    } else if (line.size() > 0) {
                        reply(client, line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "control client gone: {0}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private void reply(SocketChannel client, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private ObjectNode answer(String line) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        try {
            com.fasterxml.jackson.databind.JsonNode request = json.readTree(line);
            timeline.execute(() -> answer.complete(control.answer(request)));
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (JsonProcessingException e) {
            return json.createObjectNode().put("error", "not JSON: " + e.getOriginalMessage());
        } catch (ExecutionException | TimeoutException e) {
            return json.createObjectNode().put("error", "no answer within " + ANSWER_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return json.createObjectNode().put("error", "closing");
        }
    }

    /** Closes the socket and removes its file. */
    @Override
    public void close() {
        ServerSocketChannel listening = server;
        if (listening == null || path == null) {
            return;
        }
        try {
            listening.close();
            for (SocketChannel client : clients) {
                client.close();
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} stays behind: {1}", path, e.getMessage());
        }
    }
}
