package dev.ipcommand.stub.webhook;

import dev.ipcommand.stub.dialect.CallbackPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 request on a connection of its own. The JDK's client will not do: it repeats a GET by itself when the server
 * closes without an answer, which the platform does not, and has no time-out for a pause within the answer.
 *
 * <p>TLS as the JVM is set up: its trust store, host names checked. Redirects are not followed.
 *
 * <p>Threading: one thread calls {@link #run}; any may {@link #close}, which ends it.
 */
final class HttpCall implements Closeable {
    /**
     * What came of it.
     *
     * @param status 0 if there was no status line
     * @param problem empty for a whole answer of 2xx
     */
    record Outcome(int status, Optional<String> problem) {}

    private static final int MAX_PROBLEM = 200;

    private final URI target;
    private final CallbackPolicy policy;
    private final Socket socket = new Socket();
    private volatile boolean late;
    private int status;

    HttpCall(URI target, CallbackPolicy policy) {
        this.target = target;
        this.policy = policy;
    }

    /** Calls, and waits for the whole answer. */
    Outcome run(String method, Map<String, String> headers, String body) {
        try (socket) {
            Socket connection = connect();
            OutputStream out = connection.getOutputStream();
            out.write(request(method, headers, body));
            out.flush();
            HttpAnswer answer = new HttpAnswer(connection.getInputStream());
            status = answer.head();
            answer.skipBody();
            return new Outcome(status, verdict());
        } catch (IOException | RuntimeException e) {
            return new Outcome(status, Optional.of(explain(e)));
        }
    }

    private Socket connect() throws IOException {
        InetAddress address = InetAddress.getByName(target.getHost());
        int port = Destination.port(target);
        try {
            socket.connect(new InetSocketAddress(address, port), milliseconds(policy.connect()));
        } catch (SocketTimeoutException e) {
            throw new ConnectException("no connection within " + seconds(policy.connect()));
        }
        socket.setSoTimeout(milliseconds(policy.read()));
        if (!target.getScheme().equalsIgnoreCase("https")) {
            return socket;
        }
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, target.getHost(), port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private byte[] request(String method, Map<String, String> headers, String body) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String port = target.getPort() > 0 ? ":" + target.getPort() : "";
        StringBuilder text = new StringBuilder(method).append(' ').append(path).append(query);
        text.append(" HTTP/1.1\r\nHost: ").append(target.getHost()).append(port).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Connection: close\r\n\r\n").append(body);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Optional<String> verdict() {
        if (status / 100 == 2) {
            return Optional.empty();
        }
        return Optional.of("HTTP " + status + (status / 100 == 3 ? ", redirects are not followed" : ""));
    }

    private String explain(Exception failure) {
        if (late) {
            return "no complete answer within " + seconds(policy.total());
        }
        String said = String.valueOf(failure.getMessage());
        String text;
        if (failure instanceof UnknownHostException) {
            text = "the host name cannot be resolved: " + target.getHost();
        } else if (failure instanceof SSLException) {
            text = "TLS: " + said;
        } else if (failure instanceof SocketTimeoutException) {
            text = "the answer paused for more than " + seconds(policy.read());
        } else {
            text = said;
        }
        return text.length() <= MAX_PROBLEM ? text : text.substring(0, MAX_PROBLEM) + "…";
    }

    /** Ends the call because its time is over. */
    void expire() {
        late = true;
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket always closes", e);
        }
    }

    private static int milliseconds(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
