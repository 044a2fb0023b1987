package dev.ipcommand.bench.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a request proves who it is from. */
public interface Authentication {
    /** The value of the {@code Authorization} header. May ask the platform for a token. */
    String header() throws ApiException, InterruptedException;

    /** Forgets what may have expired; true if asking again can help. */
    boolean renew();

    /** RFC 7617. An account SID with its token, or an API key with its secret. */
    static Authentication basic(String user, String password) {
        String value =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Authentication() {
            @Override
            public String header() {
                return value;
            }

            @Override
            public boolean renew() {
                return false;
            }

            @Override
            public String toString() {
                return "basic";
            }
        };
    }
}
