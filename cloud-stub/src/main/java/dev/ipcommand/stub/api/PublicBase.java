package dev.ipcommand.stub.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Checks what every URL in an answer is to start with. */
public final class PublicBase {
    private PublicBase() {}

    /**
     * The base without a slash at the end.
     *
     * @throws IllegalArgumentException if it is not scheme, host and port alone, or its host is one that the platform's Java
     *     library rewrites: of two labels, or of six and more
     */
    public static String of(String text) {
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI uri;
        try {
            uri = new URI(base);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL such as http://192.168.1.5:8080", e);
        }
        boolean bare = String.valueOf(uri.getRawPath()).isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        boolean port = uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65_535);
        String host = uri.getHost();
        if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme())) || host == null || !bare || !port) {
            throw new IllegalArgumentException("must be http or https, a host and a port, and nothing more");
        }
        // An IP address has four labels or one.
        int labels = host.split("\\.", -1).length;
        if (labels == 2 || labels > 5) {
            throw new IllegalArgumentException("must name an IP address, localhost, or a host of 3 to 5 labels:"
                    + " twilio-java rewrites a host such as " + host);
        }
        return base;
    }
}
