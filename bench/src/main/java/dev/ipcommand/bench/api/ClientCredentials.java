package dev.ipcommand.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4), as KORE wants them. The token is asked for when first needed and again
 * once when the platform stops accepting it; there is no refresh token.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
public final class ClientCredentials implements Authentication {
    /** KORE's token endpoint. */
    public static final URI KORE_TOKEN_URL = URI.create("https://api.korewireless.com/api-services/v1/auth/token");

    private final Http http;
    private final URI tokenUrl;
    private final String clientId;
    private final String clientSecret;
    private @Nullable String token;

    public ClientCredentials(URI tokenUrl, String clientId, String clientSecret, Pace pace) {
        this.http = new Http(pace);
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    @Override
    public String header() throws ApiException, InterruptedException {
        String current = token;
        if (current == null) {
            current = ask();
            token = current;
        }
        return "Bearer " + current;
    }

    @Override
    public boolean renew() {
        boolean had = token != null;
        token = null;
        return had;
    }

    private String ask() throws ApiException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret);
        JsonNode answer = http.call(Http.Request.post(tokenUrl, form));
        String value = answer.path("access_token").asText("");
        if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ApiException(200, 0, "the token endpoint answered without a usable access_token");
        }
        return value;
    }

    @Override
    public String toString() {
        return "client credentials";
    }
}
