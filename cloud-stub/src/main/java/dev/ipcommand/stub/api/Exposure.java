package dev.ipcommand.stub.api;

import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps web pages out. A page in a browser on this machine can reach loopback; it is told apart by the Host it was led to
 * (DNS rebinding) and by what a foreign page cannot send without asking first.
 */
final class Exposure {
    /** Where a platform serves: all that there is under an emulated Host. The bench's own interface is not. */
    private static final List<String> PLATFORM_PATHS = List.of("/v1/", "/api-services/");

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[a-z.]{1,64})(?::[0-9]{1,5})?");
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-f:.]+]|[0-9.]+");

    private Exposure() {}

    /** Refuses a request whose Host is a name we do not answer to, or not there. */
    static void checkHost(Context context) {
        String name = name(String.valueOf(context.header("Host")));
        boolean emulated = EmulatedHosts.ALL.contains(name);
        if (!LITERAL.matcher(name).matches() && !name.equals("localhost") && !emulated) {
            throw new ApiException(
                    ErrorCode.ACCESS_DENIED, "the Host must be an IP address, localhost or an emulated API host");
        }
        Optional<String> tunnel = Tunnels.host(context);
        String host = String.valueOf(context.header("Host")).toLowerCase(Locale.ROOT);
        if (tunnel.isPresent() && !host.equals(tunnel.get()) && !host.equals(tunnel.get() + ":443")) {
            throw new ApiException(ErrorCode.ACCESS_DENIED, "the Host must be the one the tunnel was opened to");
        }
        if (emulated && PLATFORM_PATHS.stream().noneMatch(context.path()::startsWith)) {
            throw new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context));
        }
    }

    /**
     * Refuses what a page of another origin asks for under {@code /_stub/}, reading included: payloads are there, and a
     * script or an image can be pointed anywhere. Browsers say where a request comes from, other clients say nothing.
     */
    static void checkReader(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new ApiException(ErrorCode.ACCESS_DENIED, "the request comes from another site's page");
        }
        checkOrigin(context);
    }

    /** Refuses a change under {@code /_stub/} of a type that a foreign web page can send without asking first. */
    static void checkWrite(Context context) {
        String method = context.req().getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return;
        }
        String type = context.header("Content-Type");
        // A page cannot send DELETE without asking first, and a DELETE without a body has no type to state.
        boolean bare = method.equals("DELETE") && type == null;
        if (!bare && (type == null || !isJson(type))) {
            throw new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "application/json is needed");
        }
    }

    /** Refuses a request from a foreign web page. Clients of the platform are no pages and send no Origin. */
    static void checkOrigin(Context context) {
        String origin = context.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase(context.scheme() + "://" + context.header("Host"))) {
            throw new ApiException(ErrorCode.ACCESS_DENIED, "foreign Origin");
        }
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase("application/json");
    }

    /** The Host without its port, in lower case; empty if it is malformed. */
    static String name(String host) {
        var matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() ? String.valueOf(matcher.group(1)) : "";
    }
}
