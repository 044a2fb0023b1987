package dev.ipcommand.agent.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ControlServerTest {
    private final FakeOperations operations = new FakeOperations();
    private final AtomicLong now = new AtomicLong();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void shouldLeaveNoThreadBehind() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter("control"::equals)
                        .toList());
    }

    private ControlServer start(Path socket) throws IOException {
        ControlServer server = ControlServer.start(socket, operations, now::get);
        opened.add(server);
        return server;
    }

    private SocketChannel connect(Path socket) throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        opened.add(client);
        return client;
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** What comes up to a line end, or up to the end of the connection. */
    private static String line(SocketChannel client) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one.clear()) == 1 && one.get(0) != '\n') {
            line.append((char) one.get(0));
        }
        return line.toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"op":"version"}                          | {"version":"1.2.3"}
            { "op" : "version" }                      | {"version":"1.2.3"}
            {"op":"send","payload_b64":"aGk="}        | {"result":"durable"}
            {"op":"send","payload_b64":""}            | {"error":"the payload has 0 bytes, allowed are 1 to 1300"}
            {"op":"send"}                             | {"error":"the payload has 0 bytes, allowed are 1 to 1300"}
            {"op":"send","payload_b64":"a*"}          | {"error":"payload_b64 is not base64"}
            {"op":"reboot"}                           | {"error":"unknown op, known are status, send, version, outages, doctor, modem, at and record"}
            {}                                        | {"error":"unknown op, known are status, send, version, outages, doctor, modem, at and record"}
            {"op":"at","line":"AT+CSQ"}               | {"result":"ok","final":"OK","message":"","lines":["+CSQ: 22,99"]}
            {"op":"at","timeout_ms":"0"}              | {"error":"timeout_ms is 0, allowed are 1 to 180000"}
            {"op":"at","timeout_ms":"180001"}         | {"error":"timeout_ms is 180001, allowed are 1 to 180000"}
            {"op":"at","timeout_ms":"soon"}           | {"error":"timeout_ms is not a number"}
            {"op":"record"}                           | {"error":"record: do is start, take or stop"}
            {"op":"record","do":"start"}              | {"result":"started"}
            {"op":"record","do":"take"}               | {"running":"false","dropped":0,"lines":[]}
            {"op":"version","op":"status"}            | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            {"op":1}                                  | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            {"op":[[[[[[[[[[[[[[["status"]]]]]]]]]]]]]]]} | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            {"op":"version"} x                        | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            ["op"]                                    | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            GET / HTTP/1.1                            | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            ``                                        | {"error":"a request is one JSON object of texts, such as {\\"op\\":\\"status\\"}"}
            """)
    void shouldAnswerEachLine(String request, String answer, @TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        SocketChannel client = connect(socket);

        write(client, request + "\n");

        assertEquals(answer, line(client));
    }

    @Test
    void shouldAnswerStatusAsOneLine(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        SocketChannel client = connect(socket);

        write(client, "{\"op\":\"status\"}\n");

        assertEquals(FakeOperations.REPORT, StatusJson.read(line(client).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldAnswerLinesInOrderHoweverTheyAreCut(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        SocketChannel client = connect(socket);

        for (char c : "{\"op\":\"version\"}\n".toCharArray()) {
            write(client, String.valueOf(c));
        }
        write(client, "{\"op\":\"x\"}\n{\"op\":\"version\"}\n{\"op\":\"send\",\"payload_b64\":\"aGk=\"}\n");

        assertEquals("{\"version\":\"1.2.3\"}", line(client));
        assertTrue(line(client).contains("unknown op"));
        assertEquals("{\"version\":\"1.2.3\"}", line(client));
        assertEquals("{\"result\":\"durable\"}", line(client));
        assertArrayEquals("hi".getBytes(StandardCharsets.UTF_8), operations.sent.get(0));
    }

    @Test
    void shouldAnswerAClientThatHasShutItsSide(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        SocketChannel client = connect(socket);

        write(client, "{\"op\":\"version\"}\n{\"op\":\"version\"}\n");
        client.shutdownOutput();

        assertEquals("{\"version\":\"1.2.3\"}", line(client));
        assertEquals("{\"version\":\"1.2.3\"}", line(client));
        assertEquals("", line(client));
    }

    @Test
    void shouldTakeALineOf64KibAndCutOffALongerOne(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        String request = "{\"op\":\"version\"}";
        SocketChannel fits = connect(socket);
        SocketChannel longer = connect(socket);

        write(fits, request + " ".repeat(Json.MAX_LINE - request.length()) + "\n");
        write(longer, request + " ".repeat(Json.MAX_LINE - request.length() + 1));

        assertEquals("{\"version\":\"1.2.3\"}", line(fits));
        assertEquals("{\"error\":\"a request has at most 65536 bytes\"}", line(longer));
        assertEquals("", line(longer));
    }

    @Test
    void shouldGoOnWhenAnOperationFailsAndTellNoSecret(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        SocketChannel client = connect(socket);
        operations.broken = true;

        write(client, "{\"op\":\"status\"}\n");
        String first = line(client);
        operations.broken = false;
        write(client, "{\"op\":\"version\"}\n");

        assertEquals("{\"error\":\"internal: IllegalStateException\"}", first);
        assertEquals("{\"version\":\"1.2.3\"}", line(client));
    }

    @Test
    void shouldServeOthersWhileClientsStallAndCutThoseOffAfterTwoSeconds(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        List<SocketChannel> stalled = new ArrayList<>();
        for (int i = 0; i < ControlServer.MAX_CLIENTS - 1; i++) {
            stalled.add(connect(socket));
            write(stalled.get(i), "{\"op\"");
        }
        SocketChannel quick = connect(socket);
        write(quick, "{\"op\":\"version\"}\n");
        assertEquals("{\"version\":\"1.2.3\"}", line(quick), "not held up by 15 that stall");

        SocketChannel oneTooMany = connect(socket);
        write(oneTooMany, "{\"op\":\"version\"}\n");
        now.addAndGet(ControlServer.CLIENT_TIME.toNanos());
        write(stalled.get(0), ":");

        assertEquals("", line(stalled.get(1)), "cut off");
        assertEquals("{\"version\":\"1.2.3\"}", line(oneTooMany));
    }

    @Test
    void shouldServeOthersWhileAnAnswerIsNotThereYet(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);
        operations.desk.mayAnswer = new CountDownLatch(1);
        SocketChannel patient = connect(socket);
        SocketChannel quick = connect(socket);

        write(patient, "{\"op\":\"modem\"}\n{\"op\":\"version\"}\n");
        write(quick, "{\"op\":\"version\"}\n");
        assertEquals("{\"version\":\"1.2.3\"}", line(quick));
        now.addAndGet(ControlServer.CLIENT_TIME.toNanos() * 5);
        write(quick, "{\"op\":\"version\"}\n");
        operations.desk.mayAnswer.countDown();

        assertEquals(FakeDesk.REPORT, ModemJson.readReport(line(patient).getBytes(StandardCharsets.UTF_8)));
        assertEquals("{\"version\":\"1.2.3\"}", line(patient), "what was asked meanwhile is answered after it");
    }

    @Test
    void shouldLetFourRequestsWaitForTheModemAndRefuseTheFifth(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("control.sock");
        start(socket);
        operations.desk.mayAnswer = new CountDownLatch(1);
        List<SocketChannel> waiting = new ArrayList<>();
        for (int i = 0; i < LateAnswers.MAX; i++) {
            waiting.add(connect(socket));
            write(waiting.get(i), "{\"op\":\"at\",\"line\":\"AT\"}\n");
            // Each is under way before the next one asks: the server takes them in any order.
            while (operations.desk.asked.size() <= i) {
                Thread.onSpinWait();
            }
        }
        SocketChannel fifth = connect(socket);
        write(fifth, "{\"op\":\"at\",\"line\":\"AT\"}\n");

        assertEquals("{\"error\":\"busy: 4 requests for the modem are under way already\"}", line(fifth));
        waiting.get(0).close();
        operations.desk.interrupted.await();
        operations.desk.mayAnswer.countDown();
        for (SocketChannel client : waiting.subList(1, waiting.size())) {
            assertTrue(line(client).startsWith("{\"result\":\"ok\""));
        }
    }

    @Test
    void shouldEndWhatWaitsForTheModemWhenItCloses(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("control.sock");
        ControlServer server = start(socket);
        operations.desk.mayAnswer = new CountDownLatch(1);
        SocketChannel client = connect(socket);
        write(client, "{\"op\":\"at\",\"line\":\"AT\"}\n");
        while (operations.desk.asked.isEmpty()) {
            Thread.onSpinWait();
        }

        server.close();

        assertTrue(operations.desk.interrupted.await(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldMakeDirectoryAndSocketForOwnerAndGroupOnlyAndRemoveTheSocket(@TempDir Path directory)
            throws IOException {
        Path socket = directory.resolve("run/ipcommand/control.sock");

        ControlServer server = start(socket);

        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        server.close();
        server.close();
        assertFalse(Files.exists(socket));
    }

    @Test
    void shouldTakeOverTheSocketOfADeadAgent(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));

        start(socket);
        SocketChannel client = connect(socket);
        write(client, "{\"op\":\"version\"}\n");

        assertEquals("{\"version\":\"1.2.3\"}", line(client));
    }

    @Test
    void shouldRefuseTheSocketOfALivingAgentAndLeaveItAlone(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("control.sock");
        start(socket);

        IOException thrown = assertThrows(IOException.class, () -> start(socket));

        assertTrue(String.valueOf(thrown.getMessage()).contains("in use by another agent"), thrown.toString());
        SocketChannel client = connect(socket);
        write(client, "{\"op\":\"version\"}\n");
        assertEquals("{\"version\":\"1.2.3\"}", line(client));
    }

    @Test
    void shouldNeverRemoveWhatIsNotASocket(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        IOException forFile = assertThrows(IOException.class, () -> start(file));
        IOException forLink = assertThrows(IOException.class, () -> start(link));

        assertTrue(String.valueOf(forFile.getMessage()).contains("is not a socket"), forFile.toString());
        assertTrue(String.valueOf(forLink.getMessage()).contains("is not a socket"), forLink.toString());
        assertEquals("precious", Files.readString(file));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void shouldSayThatAPathIsTooLongForASocket(@TempDir Path directory) {
        Path socket = directory.resolve("x".repeat(110));

        IOException thrown = assertThrows(IOException.class, () -> start(socket));

        assertTrue(String.valueOf(thrown.getMessage()).contains("at most 107"), thrown.toString());
    }
}
