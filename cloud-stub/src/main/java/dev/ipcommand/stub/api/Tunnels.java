package dev.ipcommand.stub.api;

import static java.lang.System.Logger.Level.ERROR;

import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.tls.ServerIdentity;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * CONNECT for clients that insist on the platforms' names over TLS: {@code HTTP_PROXY} or {@code https.proxyHost} leads them
 * here. There is no second port and nothing is connected to: after the 200 the very same connection speaks TLS and then
 * HTTP, in this server. Every other destination is refused with 403, to the letter: another port, an address, a dot at the
 * end, another case.
 *
 * <p>Threading: a tunnel that waits for its client holds no thread. It ends if the handshake takes longer than it may (10 s),
 * and when it was idle for as long as any connection may. At most 256 tunnels; beyond them 503.
 */
final class Tunnels extends Handler.Wrapper {
    private static final System.Logger LOG = System.getLogger(Tunnels.class.getName());
    private static final String HOST = Tunnels.class.getName() + ".host";
    private static final String HTTPS = ":443";
    private static final int MAX_TUNNELS = 256;

    /** A refusal, and where it goes. */
    record Refusal(ApiException reason, Response response, Callback callback) {}

    private final HttpFront.Reach reach;
    private final Consumer<Refusal> refuse;
    private final AtomicInteger open = new AtomicInteger();

    /** @param refuse answers with the envelope */
    Tunnels(HttpFront.Reach reach, Consumer<Refusal> refuse) {
        this.reach = reach;
        this.refuse = refuse;
    }

    /** The host the request's tunnel was opened to; empty outside of tunnels. */
    static Optional<String> host(Context context) {
        return Optional.ofNullable(context.attribute(HOST));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!HttpMethod.CONNECT.is(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        try {
            String host = destination(request);
            request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tls(request, host));
            response.setStatus(200);
            callback.succeeded();
        } catch (ApiException refusal) {
            refuse.accept(new Refusal(refusal, response, callback));
        }
        return true;
    }

    private static String destination(Request request) {
        String authority = String.valueOf(request.getHttpURI().getAuthority());
        boolean nested = request.getAttribute(HOST) != null;
        return EmulatedHosts.ALL.stream()
                .filter(host -> !nested && authority.equals(host + HTTPS))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.ACCESS_DENIED,
                        "CONNECT only to port 443 of an emulated API host, by its exact name"));
    }

    private SslConnection tls(Request request, String host) {
        ServerIdentity proof = reach.identity()
                .orElseThrow(
                        () -> new ApiException(ErrorCode.UNAVAILABLE, "this stub was started without a CA directory"));
        Connector connector = request.getConnectionMetaData().getConnector();
        EndPoint endPoint = request.getTunnelSupport().getEndPoint();
        SslConnection tls;
        try {
            tls = new SslConnection(
                    connector.getByteBufferPool(), connector.getExecutor(), null, endPoint, proof.newEngine());
        } catch (IOException e) {
            LOG.log(ERROR, "no TLS: {0}", e.getMessage());
            throw new ApiException(ErrorCode.UNAVAILABLE, "the bench CA cannot be used, see the stub's log");
        }
        if (open.getAndUpdate(n -> Math.min(n + 1, MAX_TUNNELS)) == MAX_TUNNELS) {
            throw new ApiException(ErrorCode.UNAVAILABLE, "too many tunnels");
        }
        EndPoint inner = tls.getSslEndPoint();
        inner.setConnection(http(connector, host).newConnection(connector, inner));
        Watch watch = new Watch(connector.getScheduler(), endPoint);
        tls.addEventListener(watch);
        tls.addHandshakeListener(watch);
        return tls;
    }

    /** As outside of the tunnel, but each request says which tunnel it came through. */
    private static HttpConnectionFactory http(Connector connector, String host) {
        HttpConfiguration configuration = new HttpConfiguration(
                connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration());
        configuration.addCustomizer((request, headers) -> {
            request.setAttribute(HOST, host);
            return request;
        });
        return new HttpConnectionFactory(configuration);
    }

    /**
     * Ends a tunnel whose handshake takes too long, however busy its client is, and counts it down once: when it is closed, or
     * then, in case it never came to be a connection.
     */
    private final class Watch implements Connection.Listener, SslHandshakeListener {
        private final Scheduler.Task limit;
        private final AtomicBoolean counted = new AtomicBoolean(true);

        Watch(Scheduler scheduler, EndPoint endPoint) {
            limit = scheduler.schedule(
                    () -> {
                        endPoint.close(new TimeoutException("TLS handshake"));
                        release();
                    },
                    reach.handshakePatience().toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void handshakeSucceeded(Event event) {
            limit.cancel();
        }

        @Override
        public void onClosed(Connection connection) {
            limit.cancel();
            release();
        }

        private void release() {
            if (counted.getAndSet(false)) {
                open.decrementAndGet();
            }
        }
    }
}
