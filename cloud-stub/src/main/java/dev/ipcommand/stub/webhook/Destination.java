package dev.ipcommand.stub.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a callback goes.
 *
 * @param url as configured by the customer, query and fragment included
 */
public record Destination(String url, CallbackMethod method) {
    private static final int MAX_URL = 2048;

    /** True if a callback can be sent there: absolute, http or https, with a host, at most 2048 characters. */
    public static boolean isUsable(String url) {
        if (url.length() > MAX_URL) {
            return false;
        }
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
