package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.dialect.CallbackPolicy;
import dev.ipcommand.stub.dialect.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not answer as they should: item 15, each told apart. */
class HttpCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final AtomicInteger calls = new AtomicInteger();
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor();
    private ServerSocket server;
    private Thread thread = new Thread(() -> {}, "not started");

    /** What a server does with a connection whose request it has read. */
    private interface Answer {
        void on(Socket connection, OutputStream out) throws Exception;
    }

    @BeforeEach
    void bind() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        thread.interrupt();
        thread.join(5000);
        limits.shutdownNow();
    }

    private void serve(Answer answer) {
        thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket connection = server.accept()) {
                            calls.incrementAndGet();
                            int read = connection.getInputStream().read(new byte[4096]);
                            assertTrue(read > 0);
                            answer.on(connection, connection.getOutputStream());
                        } catch (Exception e) {
                            // The caller has gone, or the test is over.
                        }
                    }
                },
                "server");
        thread.start();
    }

    private void serve(String text) {
        serve((connection, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private HttpCall.Outcome call(String scheme, CallbackPolicy policy) {
        return call(URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/x?y=1"), policy);
    }

    private HttpCall.Outcome call(URI target, CallbackPolicy policy) {
        HttpCall call = new HttpCall(target, policy);
        var limit = limits.schedule(call::expire, policy.total().toMillis(), TimeUnit.MILLISECONDS);
        HttpCall.Outcome outcome = call.run("GET", Map.of("X", ""), "");
        limit.cancel(false);
        return outcome;
    }

    private static CallbackPolicy patient() {
        return Dialect.TWILIO.callbacks().within(PATIENCE);
    }

    private static CallbackPolicy policy(Duration read, Duration total) {
        CallbackPolicy base = Dialect.KORE.callbacks();
        return new CallbackPolicy(base.connect(), read, total, base.retried(), base.userAgent(), base.signature());
    }

    private static void assertProblem(int status, String problem, HttpCall.Outcome outcome) {
        assertEquals(new HttpCall.Outcome(status, Optional.of(problem)), outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200\r\n\r\nuntil the end",
                "HTTP/1.0 299 Fine\nContent-Length: 0\n\n",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n"
            })
    void shouldTakeEveryWayToAnswerWithSuccess(String text) {
        serve(text);

        assertEquals(Optional.empty(), call("http", patient()).problem());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0   | closed without an answer                      | ''",
                "0   | the answer is not HTTP/1.1                    | SSH-2.0-OpenSSH~",
                "0   | the answer is not HTTP/1.1                    | HTTP/1.1 999999 OK~~",
                "200 | the answer ended in the middle of its headers | HTTP/1.1 200 OK~Content-",
                "0   | the answer's Content-Length is not a number   | HTTP/1.1 200 OK~Content-Length: -1~~",
                "200 | the answer ended in the middle of its body    | HTTP/1.1 200 OK~Content-Length: 9~~x",
                "200 | the answer's body is not properly chunked     | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~",
                "200 | the answer ended in the middle of its body    | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~9~x",
                "200 | the answer's body is longer than 65536 bytes  | HTTP/1.1 200 OK~Content-Length: 9999999999~~x",
                "200 | the answer's body is longer than 65536 bytes  | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~fffffff~",
                "302 | HTTP 302, redirects are not followed          | HTTP/1.1 302 Found~Location: http://127.0.0.1/~~",
                "404 | HTTP 404                                      | HTTP/1.1 404 Not Found~~"
            })
    void item15ShouldSayWhatIsWrongWithAnAnswer(int status, String problem, String text) {
        serve(text.replace("''", "").replace("~", "\r\n"));

        HttpCall.Outcome outcome = call("http", patient());

        assertEquals(Optional.of(problem), outcome.problem());
        assertEquals(1, calls.get(), "called once, whatever came of it");
    }

    @Test
    void item15ShouldEndEndlessAnswers() {
        serve((connection, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(new byte[4096]);
            }
        });

        assertProblem(200, "the answer's body is longer than 65536 bytes", call("http", patient()));
    }

    @Test
    void item15ShouldEndEndlessHeaders() {
        serve((connection, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write("X: y\r\n".repeat(100).getBytes(StandardCharsets.ISO_8859_1));
            }
        });

        assertProblem(0, "the answer's headers are longer than 65536 bytes", call("http", patient()));
    }

    @Test
    void item15ShouldEndAnAnswerThatDrips() {
        serve((connection, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write('x');
                TimeUnit.MILLISECONDS.sleep(10);
            }
        });

        assertProblem(200, "no complete answer within 200 ms", call("http", policy(PATIENCE, SHORT)));
    }

    @Test
    void item15ShouldEndAnAnswerThatPauses() {
        serve((connection, out) -> thread.join());

        assertProblem(0, "the answer paused for more than 200 ms", call("http", policy(SHORT, PATIENCE)));
    }

    @Test
    void item15ShouldEndATlsHandshakeThatHangs() {
        serve((connection, out) -> thread.join());

        assertProblem(0, "no complete answer within 200 ms", call("https", policy(PATIENCE, SHORT)));
    }

    @Test
    void item15ShouldTellATlsError() {
        serve("HTTP/1.1 400 Bad Request\r\n\r\n");

        HttpCall.Outcome outcome = call("https", patient());

        assertTrue(outcome.problem().orElse("").startsWith("TLS: "), outcome::toString);
    }

    @Test
    void item15ShouldTellAServerThatIsNotThere() throws IOException {
        server.close();

        assertProblem(0, "Connection refused", call("http", patient()));
    }

    @Test
    void item15ShouldTellAHostThatIsNotThere() {
        // A label of 64 characters: no resolver asks anybody for it.
        String host = "a".repeat(64) + ".example";

        assertProblem(0, "the host name cannot be resolved: " + host, call(URI.create("http://" + host), patient()));
    }
}
