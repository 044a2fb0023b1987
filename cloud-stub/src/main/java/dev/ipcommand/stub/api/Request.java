package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads what resources need from an HTTP request, within bounds. */
public final class Request {
    private static final String FORM = "application/x-www-form-urlencoded";
    static final String ACCOUNT = "account";
    static final String PUBLIC_BASE = "public-base";

    private Request() {}

    /** The account the request is made for. */
    static Account account(Context context) {
        Account account = context.attribute(ACCOUNT);
        if (account == null) {
            throw new ApiException(ErrorCode.AUTHENTICATE);
        }
        return account;
    }

    /** The query's parameters. */
    static Form query(Context context) {
        String query = context.queryString();
        return Form.parse(query == null ? "" : query);
    }

    /** The body's parameters, read once. A JSON body, or another charset than UTF-8, is refused. */
    static Form form(Context context) {
        Form known = context.attribute(FORM);
        if (known == null) {
            known = readForm(context);
            context.attribute(FORM, known);
        }
        return known;
    }

    private static Form readForm(Context context) {
        byte[] body = body(context);
        String type = context.header("Content-Type");
        if (type != null) {
            String[] parts = type.toLowerCase(Locale.ROOT).split(";", 8);
            boolean form = parts[0].strip().equals(FORM);
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip().replace("\"", "");
                form &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
            }
            if (!form) {
                throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the body must be " + FORM + " in UTF-8");
            }
        }
        return Form.parse(new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The body as it is, at most 64 KiB. */
    public static byte[] body(Context context) {
        Bodies.Body body = Bodies.of(context.req());
        return switch (body.state()) {
            case COMPLETE -> body.bytes();
            case TOO_LONG -> throw new ApiException(ErrorCode.BODY_TOO_LARGE, Integer.toString(Bodies.MAX_BODY));
            case CUT -> throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the body is not complete");
            case NO_ROOM -> throw new ApiException(ErrorCode.UNAVAILABLE, "too many bodies are under way");
        };
    }

    /** True if the client means the emulated platform itself, where nothing of the bench's is to be seen. */
    public static boolean isForPlatform(Context context) {
        return EmulatedHosts.ALL.contains(Exposure.name(String.valueOf(context.header("Host"))));
    }

    /**
     * What every URL of the answer starts with: the emulated platform's own, else what {@code --public-base} says, else where
     * the request was sent to.
     */
    static String base(Context context) {
        String set = context.attribute(PUBLIC_BASE);
        String host = String.valueOf(context.header("Host"));
        String name = Exposure.name(host);
        if (isForPlatform(context)) {
            return "https://" + name;
        }
        return set != null ? set : context.scheme() + "://" + host;
    }
}
