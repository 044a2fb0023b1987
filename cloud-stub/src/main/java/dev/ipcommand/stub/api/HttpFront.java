package dev.ipcommand.stub.api;

import static java.lang.System.Logger.Level.ERROR;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.SimLifeCycle;
import dev.ipcommand.stub.command.CommandStore;
import dev.ipcommand.stub.command.MobileTerminated;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.fault.Faults;
import dev.ipcommand.stub.tls.ServerIdentity;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server: routes, the order of checks (Host, then credentials, then injected faults), and the error envelope on
 * every answer that is not a success, also on those the server makes before a route is reached.
 *
 * <p>Threading: at most 64 threads named {@code http-…}, 16 of which event streams can hold.
 */
public final class HttpFront implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
    private static final int MAX_RESOURCE = 200;

    /**
     * How it is reached beside its own address.
     *
     * @param identity for tunnels to the emulated hosts; empty: there are none
     * @param handshakePatience how long a tunnel's client may take for its TLS handshake
     * @param publicBase what every URL of an answer starts with, if not where the request was sent to
     */
    public record Reach(Optional<ServerIdentity> identity, Duration handshakePatience, Optional<String> publicBase) {}

    /**
     * What the resources work on.
     *
     * @param addresses a Sim's present address, by its SID
     */
    public record Backend(
            Dialect dialect,
            InstantSource clock,
            Directory directory,
            CommandStore store,
            MobileTerminated mobileTerminated,
            Faults faults,
            AccessTokens tokens,
            SimLifeCycle sims,
            Function<String, Optional<String>> addresses) {}

    private final Backend backend;
    private final Reach reach;
    private final Javalin javalin;

    /**
     * Prepares the server; {@link #start} binds it.
     *
     * @param more adds the routes under {@code /_stub/}
     */
    public HttpFront(InetSocketAddress address, Reach reach, Backend backend, Consumer<RoutesConfig> more) {
        this.backend = backend;
        this.reach = reach;
        this.javalin = Javalin.create(config -> {
            server(config, address);
            checks(config.routes);
            Lists lists = new Lists();
            new IpCommandsResource(backend, lists).addTo(config.routes);
            new SimsResource(backend, lists).addTo(config.routes);
            new FleetsResource(backend, lists).addTo(config.routes);
            new NetworkAccessProfilesResource(backend, lists).addTo(config.routes);
            if (backend.dialect().credentials() == Dialect.Credentials.BEARER) {
                new TokenEndpoint(backend.directory(), backend.tokens()).addTo(config.routes);
            }
            more.accept(config.routes);
            errors(config.routes);
        });
    }

    /** Binds and serves; throws what Javalin throws if it cannot bind. */
    public void start() {
        javalin.start();
    }

    /** The port it is bound to. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private void server(JavalinConfig config, InetSocketAddress address) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("http");
        config.jetty.threadPool = threads;
        config.jetty.host = address.getAddress().getHostAddress();
        config.jetty.port = address.getPort();
        config.jetty.modifyServer(this::errorsOfTheServer);
        config.jetty.modifyServer(server -> server.insertHandler(new Bodies()));
        config.jetty.modifyServer(server -> server.insertHandler(new Tunnels(reach, this::refuseTunnel)));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        // twilio-node's CONNECT names the port in its target and not in its Host; our own rules look at either alone.
        config.jetty.modifyHttpConfiguration(http -> http.setHttpCompliance(
                HttpCompliance.RFC9110.with("connect", HttpCompliance.Violation.MISMATCHED_AUTHORITY)));
    }

    private void checks(RoutesConfig routes) {
        Authentication authentication = new Authentication(backend.dialect(), backend.directory(), backend.tokens());
        FaultInjection injection = new FaultInjection(backend.faults(), backend.directory());
        routes.before(Exposure::checkHost);
        routes.before("/_stub/*", Exposure::checkReader);
        routes.before("/_stub/*", Exposure::checkWrite);
        routes.before("/v1/*", Exposure::checkOrigin);
        routes.before("/v1/*", authentication::authenticate);
        routes.before("/v1/*", HttpFront::refuseHead);
        reach.publicBase()
                .ifPresent(base -> routes.before("/v1/*", context -> context.attribute(Request.PUBLIC_BASE, base)));
        for (String path : List.of("/v1/*", TokenEndpoint.PATH)) {
            routes.before(path, injection::before);
            routes.after(path, injection::after);
        }
    }

    /** Javalin would answer it by itself, with an empty page of text. */
    private static void refuseHead(Context context) {
        if (context.req().getMethod().equals("HEAD")) {
            throw new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
        }
    }

    private void errors(RoutesConfig routes) {
        routes.exception(ApiException.class, (refusal, context) -> refuse(context, refusal));
        routes.exception(
                HttpResponseException.class, (e, context) -> refuse(context, translate(e.getStatus(), context)));
        routes.exception(Exception.class, (e, context) -> {
            LOG.log(ERROR, context.req().getMethod() + " failed", e);
            refuse(context, new ApiException(ErrorCode.INTERNAL_ERROR));
        });
    }

    private void refuse(Context context, ApiException refusal) {
        if (!context.res().isCommitted()) {
            Json.answer(context, refusal.httpStatus(), Json.envelope(backend.dialect(), refusal));
        }
    }

    private static ApiException translate(int status, Context context) {
        return switch (status) {
            case 404 -> new ApiException(ErrorCode.NOT_FOUND, resource(context));
            case 405 -> new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
            default -> ofServer(status);
        };
    }

    private static ApiException ofServer(int status) {
        return status < 500
                ? new ApiException(status, ErrorCode.MALFORMED_REQUEST.code(), "Malformed request")
                : new ApiException(ErrorCode.INTERNAL_ERROR);
    }

    /** The path as error messages quote it: without the version, at most 200 characters. */
    public static String resource(Context context) {
        String path = context.path();
        String bare = path.startsWith("/v1/") ? path.substring(3) : path;
        return bare.length() <= MAX_RESOURCE ? bare : bare.substring(0, MAX_RESOURCE);
    }

    /** Requests that are too broken for a route: Jetty would answer with a page of HTML. */
    private void errorsOfTheServer(Server server) {
        server.setErrorHandler((request, response, callback) -> {
            write(ofServer(Math.max(400, response.getStatus())), response, callback);
            return true;
        });
    }

    private void refuseTunnel(Tunnels.Refusal refusal) {
        Response response = refusal.response();
        response.setStatus(refusal.reason().httpStatus());
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(refusal.reason(), response, refusal.callback());
    }

    private void write(ApiException refusal, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        byte[] body = Json.text(Json.envelope(backend.dialect(), refusal)).getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
