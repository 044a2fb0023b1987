package dev.ipcommand.stub.webhook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One callback to be made.
 *
 * @param commandSid the command it reports
 * @param authToken the account's token, which signs it
 * @param parameters in the order they are sent
 */
public record Callback(String commandSid, String authToken, Destination destination, Map<String, String> parameters) {

    /** The parameters in application/x-www-form-urlencoded form, a space as {@code %20} (valid in a query too). */
    public String form() {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The URL that is called, without a fragment: for GET the parameters follow whatever query is there. */
    public String target() {
        String url = destination.url();
        int fragment = url.indexOf('#');
        String bare = fragment < 0 ? url : url.substring(0, fragment);
        if (destination.method() == CallbackMethod.POST) {
            return bare;
        }
        return bare + (bare.indexOf('?') < 0 ? "?" : "&") + form();
    }

    @Override
    public String toString() {
        return "Callback[" + commandSid + " " + destination.method() + "]";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
