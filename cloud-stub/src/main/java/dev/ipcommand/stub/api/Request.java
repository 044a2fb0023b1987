package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads what resources need from an HTTP request, within bounds. */
public final class Request {
    /** Largest body that is looked at: ten times the largest form a command needs. */
    static final int MAX_BODY = 64 * 1024;
    /** What is read and thrown away of a larger body, so that its sender sees the answer instead of a reset. */
    private static final int MAX_DRAIN = 8 << 20;

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
        try {
            return read(context);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "the body is not complete");
        }
    }

    private static byte[] read(Context context) throws IOException {
        InputStream stream = context.req().getInputStream();
        byte[] body = context.req().getContentLengthLong() > MAX_BODY ? new byte[0] : stream.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY || context.req().getContentLengthLong() > MAX_BODY) {
            long left = MAX_DRAIN;
            byte[] scrap = new byte[8192];
            for (int n = 0; n >= 0 && left > 0; left -= n) {
                n = stream.read(scrap);
            }
            throw new ApiException(ErrorCode.BODY_TOO_LARGE, Integer.toString(MAX_BODY));
        }
        return body;
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
