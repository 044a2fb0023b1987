package dev.ipcommand.agent.control;

import dev.ipcommand.agent.control.ControlException.Kind;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Asks a running agent. Each request is a connection of its own, so an agent that was restarted is simply asked again.
 *
 * <p>Safe for any thread; a call takes at most its timeout.
 *
 * <p>Failure: {@link ControlException}, whose message names the socket and the next step.
 */
public final class ControlClient {
    private final Path socket;
    private final Duration timeout;

    /** @param timeout for a whole request */
    public ControlClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /** The status as the agent wrote it: one JSON object, in UTF-8, without a line end. */
    public byte[] statusJson() throws ControlException {
        return request(ControlRequests.object("op", "status"));
    }

    /** The version of the agent that runs, which may differ from the one of this command. */
    public String version() throws ControlException {
        return fields(request(ControlRequests.object("op", "version"))).text("version");
    }

    /** The last outages, newest first. */
    public List<Outage> outages() throws ControlException {
        List<Outage> all = new ArrayList<>();
        while (true) {
            byte[] answer = request(ControlRequests.object("op", "outages", "from", Integer.toString(all.size())));
            try {
                OutageJson.Page page = OutageJson.read(answer);
                all.addAll(page.outages());
                if (page.outages().isEmpty() || all.size() >= Math.min(page.all(), OutageLog.KEPT)) {
                    return all;
                }
            } catch (IOException e) {
                throw new ControlException(Kind.REFUSED, "the agent at " + socket + " gave no list of outages");
            }
        }
    }

    /** What only the agent can tell {@code ipcommand doctor}, by name. */
    public Map<String, String> doctor() throws ControlException {
        return fields(request(ControlRequests.object("op", "doctor"))).byPath();
    }

    /** @param payload 1 to 1300 bytes */
    public ControlOperations.Accepted send(byte[] payload) throws ControlException {
        String encoded = Base64.getEncoder().encodeToString(payload);
        String result = fields(request(ControlRequests.object("op", "send", "payload_b64", encoded)))
                .text("result");
        try {
            return ControlOperations.Accepted.valueOf(result.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ControlException(Kind.REFUSED, "the agent at " + socket + " gave no known result");
        }
    }

    /** The modem as the agent wrote it: one JSON object, in UTF-8, without a line end. */
    public byte[] modemJson() throws ControlException {
        return request(ControlRequests.object("op", "modem"));
    }

    /** @param insisting whether to take what may break the session */
    public ModemDesk.AtAnswer at(String line, boolean insisting, Duration patience) throws ControlException {
        byte[] request = ControlRequests.object(
                "op",
                "at",
                "line",
                line,
                "timeout_ms",
                String.valueOf(patience.toMillis()),
                "force",
                String.valueOf(insisting));
        try {
            return ModemJson.readAnswer(fields(request(request)));
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException(Kind.REFUSED, "the agent at " + socket + " gave no known result");
        }
    }

    /** Starts a recording, which must be taken from before 10 s are over, each time. */
    public void startRecording(boolean restartSession) throws ControlException {
        request(ControlRequests.object("op", "record", "do", "start", "restart", String.valueOf(restartSession)));
    }

    /** @param stop whether to end it; then the last piece is empty */
    public ModemDesk.Piece recorded(boolean stop) throws ControlException {
        try {
            return ModemJson.readPiece(
                    fields(request(ControlRequests.object("op", "record", "do", stop ? "stop" : "take"))));
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException(Kind.REFUSED, "what answers at " + socket + " is not an agent");
        }
    }

    private StatusJson.Fields fields(byte[] answer) throws ControlException {
        try {
            return StatusJson.Fields.read(answer);
        } catch (IOException e) {
            throw new ControlException(Kind.REFUSED, "what answers at " + socket + " is not an agent");
        }
    }

    private byte[] request(byte[] line) throws ControlException {
        byte[] answer;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            answer = new Exchange(channel, selector).run(line);
        } catch (ControlException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreachable(e);
        }
        StatusJson.Fields fields = fields(answer);
        if (fields.has("error")) {
            throw new ControlException(Kind.REFUSED, "the agent refused: " + fields.text("error"));
        }
        return answer;
    }

    private ControlException unreachable(Exception cause) {
        String why;
        if (!Files.exists(socket)) {
            why = "there is no socket " + socket + ": start it with 'ipcommand run', or name its configuration with"
                    + " --config";
        } else if (cause instanceof ConnectException) {
            why = "nobody answers at " + socket + ": start it with 'ipcommand run'";
        } else if (!Files.isWritable(socket)) {
            why = "this user may not use " + socket + ": run as root or as a member of its group";
        } else if (cause instanceof SocketException || cause instanceof IOException) {
            why = "asking at " + socket + " failed (" + cause.getMessage() + "): is it just being restarted?";
        } else {
            why = socket + " is no usable socket path: see control.socket";
        }
        return new ControlException(Kind.UNREACHABLE, "the agent is not running, or not reachable: " + why);
    }

    /** One request on one connection. */
    private final class Exchange {
        private final SocketChannel channel;
        private final Selector selector;
        private final long end = System.nanoTime() + timeout.toNanos();

        Exchange(SocketChannel channel, Selector selector) {
            this.channel = channel;
            this.selector = selector;
        }

        byte[] run(byte[] line) throws IOException {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            // Also when connect() says "not yet": an agent whose backlog is full is there, but must not hang us.
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                await();
                channel.finishConnect();
            }
            ByteBuffer out = ByteBuffer.allocate(line.length + 1)
                    .put(line)
                    .put((byte) '\n')
                    .flip();
            key.interestOps(SelectionKey.OP_WRITE);
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    await();
                }
            }
            key.interestOps(SelectionKey.OP_READ);
            return readLine();
        }

        private byte[] readLine() throws IOException {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (answer.size() <= Json.MAX_LINE) {
                int read = channel.read(buffer.clear());
                if (read < 0) {
                    throw new ControlException(
                            Kind.REFUSED, "the agent at " + socket + " closed the connection before its answer ended");
                } else if (read == 0) {
                    await();
                } else if (buffer.get(read - 1) == '\n') {
                    answer.write(buffer.array(), 0, read - 1);
                    return answer.toByteArray();
                } else {
                    answer.write(buffer.array(), 0, read);
                }
            }
            throw new ControlException(
                    Kind.REFUSED, "the answer at " + socket + " is over " + Json.MAX_LINE + " bytes");
        }

        private void await() throws IOException {
            long left = end - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                throw new ControlException(
                        Kind.TIMEOUT,
                        "the agent at " + socket + " did not answer within " + timeout.toMillis() + " ms: see its log");
            }
            selector.select(left / 1_000_000 + 1);
            selector.selectedKeys().clear();
        }
    }
}
