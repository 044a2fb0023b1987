package dev.ipcommand.stub.webhook;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One callback to be made.
 *
 * @param commandSid the command it reports, or the Sim
 * @param keys the account's, which sign it
 * @param parameters in the order they are sent
 */
public record Callback(String commandSid, CallbackKeys keys, Destination destination, Map<String, String> parameters) {
    /** What the parts of a callback take beside their text. */
    private static final int OVERHEAD = 512;

    /** The parameters in application/x-www-form-urlencoded form, a space as {@code %20} (valid in a query too). */
    public String form() {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /**
     * The URL that is called, in ASCII and without a fragment: for GET the parameters follow whatever query is there. A port
     * is kept as it was configured, also the default one: the validators try both.
     */
    public String target() {
        String url = destination.url();
        int fragment = url.indexOf('#');
        String bare =
                URI.create(fragment < 0 ? url : url.substring(0, fragment)).toASCIIString();
        if (destination.method() == CallbackMethod.POST) {
            return bare;
        }
        return bare + (bare.indexOf('?') < 0 ? "?" : "&") + form();
    }

    /** The body: the form for POST, nothing for GET. */
    public String body() {
        return destination.method() == CallbackMethod.POST ? form() : "";
    }

    /** About how many bytes of memory it takes while it waits. */
    int weight() {
        int characters = destination.url().length();
        for (String value : parameters.values()) {
            characters += value.length();
        }
        return characters + OVERHEAD;
    }

    @Override
    public String toString() {
        return "Callback[" + commandSid + " " + destination.method() + "]";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
