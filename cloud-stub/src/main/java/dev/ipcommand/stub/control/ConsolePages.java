package dev.ipcommand.stub.control;

import dev.ipcommand.stub.api.HttpFront;
import dev.ipcommand.stub.api.Request;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The bench console: a page at {@code /} and its files under {@code /console/}, all from the class path, each known by name.
 * Under the name of an emulated API host there is no console, as there is none on the platform.
 *
 * <p>The pages may load and call nothing but this stub, may not be framed, and may not make markup of text.
 */
public final class ConsolePages {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> FILES = Map.of(
            "index.html", HTML,
            "style.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "main.js", SCRIPT,
            "model.js", SCRIPT,
            "payload.js", SCRIPT,
            "dom.js", SCRIPT,
            "sims.js", SCRIPT,
            "commands.js", SCRIPT,
            "send.js", SCRIPT);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get("/", context -> serve(context, "index.html"));
        routes.get("/console/{file}", context -> serve(context, context.pathParam("file")));
    }

    private static void serve(Context context, String name) throws IOException {
        String type = FILES.get(name);
        if (type == null || Request.isForPlatform(context)) {
            throw new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context));
        }
        try (InputStream file = ConsolePages.class.getResourceAsStream("/console/" + name)) {
            if (file == null) {
                throw new IllegalStateException("not in the jar: console/" + name);
            }
            HEADERS.forEach(context::header);
            context.contentType(type).result(file.readAllBytes());
        }
    }
}
