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

    /** The server: scheme, host and port in one spelling, whatever spelling was configured. */
    String origin() {
        URI uri = URI.create(url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port(uri);
    }

    static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** The URL without query and fragment: what callbacks keep their order on, and what KORE signs. */
    String withoutQuery() {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return url.substring(0, end);
    }

    /** The URL for people to see: a password in it stays out. */
    String visible() {
        String user = URI.create(url).getRawUserInfo();
        return user == null ? url : url.replace(user + "@", "***@");
    }

    @Override
    public String toString() {
        return method + " " + visible();
    }
}
