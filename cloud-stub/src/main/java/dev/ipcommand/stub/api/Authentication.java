package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from. Twilio takes HTTP Basic: an account's SID with its token, or an API key's SID with its secret. KORE
 * takes a bearer token from the {@link TokenEndpoint} and refuses in words of its own, without the envelope: 403 for a token
 * that is not good (documented), the same for credentials of another kind, and 401 for none at all (both inferred from the
 * gateway whose words they are).
 */
final class Authentication {
    private static final int MAX_HEADER = 1024;
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final Dialect.Credentials credentials;
    private final Directory directory;
    private final AccessTokens tokens;

    Authentication(Dialect dialect, Directory directory, AccessTokens tokens) {
        this.credentials = dialect.credentials();
        this.directory = directory;
        this.tokens = tokens;
    }

    /** Finds the account and puts it where {@link Request#account} looks, or refuses. */
    void authenticate(Context context) {
        String header = context.header("Authorization");
        boolean bearer = credentials == Dialect.Credentials.BEARER;
        Optional<Account> account = bearer
                ? credentials(header, BEARER).flatMap(tokens::account)
                : credentials(header, BASIC).flatMap(this::basic);
        if (account.isPresent()) {
            context.attribute(Request.ACCOUNT, account.get());
        } else if (bearer) {
            deny(context, header != null);
        } else {
            context.header("WWW-Authenticate", "Basic realm=\"Twilio API\"");
            throw new ApiException(ErrorCode.AUTHENTICATE);
        }
    }

    private static void deny(Context context, boolean offered) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (offered) {
            body.put("message", "User is not authorized to access this resource with an explicit deny");
            body.put("error", "Invalid or expired token");
        } else {
            body.put("message", "Unauthorized");
        }
        Json.answer(context, offered ? 403 : 401, body);
        context.skipRemainingHandlers();
    }

    private static Optional<String> credentials(@Nullable String header, String scheme) {
        if (header == null
                || header.length() > MAX_HEADER
                || !header.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return Optional.empty();
        }
        return Optional.of(header.substring(scheme.length()).strip());
    }

    private Optional<Account> basic(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : directory.authenticate(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
