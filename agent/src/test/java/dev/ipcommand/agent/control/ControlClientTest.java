package dev.ipcommand.agent.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.control.ControlException.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ControlClientTest {
    private final FakeOperations operations = new FakeOperations();

    private static ControlClient client(Path socket) {
        return new ControlClient(socket, Duration.ofSeconds(20));
    }

    @Test
    void shouldAskForEveryOperation(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s");
        byte[] all = new byte[1300];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        try (ControlServer server = ControlServer.start(socket, operations)) {
            assertEquals("1.2.3", client(socket).version());
            assertEquals(FakeOperations.REPORT, StatusJson.read(client(socket).statusJson()));
            assertEquals(ControlOperations.Accepted.DURABLE, client(socket).send(all));
            operations.accepted = ControlOperations.Accepted.FULL;
            assertEquals(ControlOperations.Accepted.FULL, client(socket).send(all));
        }
        assertArrayEquals(all, operations.sent.get(0));
    }

    @Test
    void shouldSayThatNobodyAnswersAndAskAgainAfterARestart(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s");
        ControlClient client = client(socket);

        assertEquals(
                "the agent is not running, or not reachable: there is no socket " + socket
                        + ": start it with 'ipcommand run', or name its configuration with --config",
                assertThrows(ControlException.class, client::version).getMessage());
        for (int i = 0; i < 3; i++) {
            try (ControlServer server = ControlServer.start(socket, operations)) {
                assertEquals("1.2.3", client.version());
            }
            assertEquals(
                    Kind.UNREACHABLE,
                    assertThrows(ControlException.class, client::version).kind());
        }
    }

    @Test
    void shouldSayThatNobodyAnswersAtTheSocketOfADeadAgent(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }

        ControlException thrown = assertThrows(ControlException.class, client(socket)::version);

        assertEquals(Kind.UNREACHABLE, thrown.kind());
        assertTrue(String.valueOf(thrown.getMessage()).contains("nobody answers at " + socket), thrown.toString());
    }

    @Test
    void shouldGiveUpOnAnAgentThatDoesNotAnswer(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(socket));

            ControlException thrown =
                    assertThrows(ControlException.class, new ControlClient(socket, Duration.ZERO)::version);

            assertEquals(Kind.TIMEOUT, thrown.kind());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                     | closed the connection before its answer ended
            {"version":"1"         | closed the connection before its answer ended
            HTTP/1.1 400~          | is not an agent
            {"a":1,"a":2}~         | is not an agent
            {"error":"no such op"}~| the agent refused: no such op
            LONG                   | is over 65536 bytes
            """)
    void shouldSurviveAnyPeer(String answer, String message, @TempDir Path directory) throws Exception {
        Path socket = directory.resolve("s");
        String bytes = answer.equals("LONG") ? "x".repeat(200_000) : answer.replace('~', '\n');
        AtomicBoolean asked = new AtomicBoolean();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread peer = new Thread(() -> asked.set(answerOnce(server, bytes)), "peer");
            peer.start();

            ControlException thrown = assertThrows(ControlException.class, client(socket)::version);
            peer.join();

            assertEquals(Kind.REFUSED, thrown.kind(), thrown.toString());
            assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown.toString());
        }
        assertTrue(asked.get(), "the peer was asked");
    }

    private static boolean answerOnce(ServerSocketChannel server, String answer) {
        boolean asked = false;
        try (SocketChannel channel = server.accept()) {
            asked = channel.read(ByteBuffer.allocate(100)) > 0;
            ByteBuffer out = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            // The client hangs up on an answer that is too long.
            return asked;
        }
        return asked;
    }
}
