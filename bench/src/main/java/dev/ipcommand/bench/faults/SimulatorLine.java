package dev.ipcommand.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulator's control socket: one JSON object a line, a connection each. Any thread may use it. */
public final class SimulatorLine {
    private final Path socket;
    private final ObjectMapper json = new ObjectMapper();

    /** @param socket of a simulator that runs */
    public SimulatorLine(Path socket) {
        this.socket = socket;
    }

    /**
     * Asks for something to happen; when this returns it has, or its time is running.
     *
     * @throws IOException if nobody answers, or with what the simulator has against it
     */
    public JsonNode ask(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap((request + "\n").getBytes(UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            JsonNode answer = json.readTree(line(channel));
            if (answer.has("error")) {
                throw new IOException(request + ": " + answer.get("error").asText());
            }
            return answer;
        }
    }

    /** What the DTE did wrong so far. */
    public List<String> violations() throws IOException {
        List<String> all = new ArrayList<>();
        ask("{\"do\":\"status\"}").path("violation_log").forEach(line -> all.add(line.asText()));
        return all;
    }

    private static String line(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64 * 1024);
        while (in.position() == 0 || in.get(in.position() - 1) != '\n') {
            if (!in.hasRemaining() || channel.read(in) < 0) {
                throw new IOException("the simulator's answer has no end");
            }
        }
        return new String(in.array(), 0, in.position(), UTF_8);
    }
}
