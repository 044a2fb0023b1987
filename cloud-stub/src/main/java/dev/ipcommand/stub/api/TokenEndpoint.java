package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * KORE's {@code /api-services/v1/auth/token}: a bearer token for an API client's id and secret (RFC 6749 §4.4). Documented
 * are the answer and the body of a 401; that another grant type is a 400 with the envelope is inferred from the schema.
 */
final class TokenEndpoint {
    static final String PATH = "/api-services/v1/auth/token";

    private final Directory directory;
    private final AccessTokens tokens;

    TokenEndpoint(Directory directory, AccessTokens tokens) {
        this.directory = directory;
        this.tokens = tokens;
    }

    void addTo(RoutesConfig routes) {
        routes.post(PATH, this::issue);
    }

    private void issue(Context context) throws IOException {
        Form form = Request.form(context);
        if (!form.require("grant_type").equals("client_credentials")) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "grant_type: must be client_credentials");
        }
        Optional<Account> account =
                directory.authenticateClient(form.require("client_id"), form.require("client_secret"));
        context.header("Cache-Control", "no-store");
        Map<String, Object> body = new LinkedHashMap<>();
        if (account.isEmpty()) {
            body.put("error", "unauthorized_client");
            body.put("error_description", "Invalid client or Invalid client credentials");
            Json.answer(context, 401, body);
            return;
        }
        body.put("access_token", tokens.issue(account.get()));
        body.put("expires_in", tokens.lifetime().toSeconds());
        body.put("token_type", "Bearer");
        body.put("scope", "supersim");
        Json.answer(context, 200, body);
    }
}
