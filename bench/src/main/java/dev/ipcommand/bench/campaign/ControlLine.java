package dev.ipcommand.bench.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Base64;

/** The agent's control socket as another program speaks to it: one JSON object a line, a connection each. */
final class ControlLine {
    private final Path socket;

    ControlLine(Path socket) {
        this.socket = socket;
    }

    /**
     * Hands over a message for the gateway.
     *
     * @return whether the agent said that it is durable
     * @throws IOException if nobody answers; then it may or may not be
     */
    boolean send(String message) throws IOException {
        String payload = Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
        String request = "{\"op\":\"send\",\"payload_b64\":\"" + payload + "\"}\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return line(channel).contains("\"durable\"");
        }
    }

    private static String line(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(4096);
        while (in.position() == 0 || in.get(in.position() - 1) != '\n') {
            if (!in.hasRemaining() || channel.read(in) < 0) {
                throw new IOException("the connection ended before the answer");
            }
        }
        return new String(in.array(), 0, in.position(), UTF_8);
    }
}
