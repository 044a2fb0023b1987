package dev.ipcommand.stub.api;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parameters that several resources share, each with its refusal. */
final class Parameters {
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final int MAX_NAME = 64;
    private static final Pattern NOT_A_NAME = Pattern.compile("\\p{Cntrl}|^[A-Z]{2}[0-9a-fA-F]{32}$");

    private Parameters() {}

    /** A value of an enumeration the API spells in lower case. */
    static <E extends Enum<E>> Optional<E> lowerCase(Form form, String name, E[] values) {
        return form.get(name).map(text -> Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(name, "one of " + spell(values))));
    }

    /** GET or POST; POST if absent. */
    static CallbackMethod method(Form form, String name) {
        return form.get(name)
                .map(text -> Stream.of(CallbackMethod.values())
                        .filter(value -> value.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(name, "GET or POST")))
                .orElse(CallbackMethod.POST);
    }

    /** A URL a callback can go to. */
    static Optional<String> url(Form form, String name) {
        Optional<String> url = form.get(name);
        if (url.isPresent() && !Destination.isUsable(url.get())) {
            throw invalid(name, "an absolute http or https URL");
        }
        return url;
    }

    /** A UDP port. */
    static int port(Form form, String name) {
        String text = form.require(name);
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port == 0 || port > 65_535) {
            throw invalid(name, "a port number from 1 to 65535");
        }
        return port;
    }

    /** A new unique name; empty = none any more. Nothing that could be taken for a SID or that cannot be shown. */
    static Optional<String> uniqueName(Form form) {
        Optional<String> name = form.given("UniqueName");
        if (name.map(n -> n.length() > MAX_NAME || NOT_A_NAME.matcher(n).find()).orElse(false)) {
            throw invalid("UniqueName", "at most " + MAX_NAME + " characters, no control characters and no SID");
        }
        return name;
    }

    /** A whole number within bounds. */
    static Optional<Integer> whole(Form form, String name, int min, int max) {
        return form.get(name).map(text -> {
            int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
            if (value < min || value > max) {
                throw invalid(name, "a whole number from " + min + " to " + max);
            }
            return value;
        });
    }

    /** True or false, in capitals too: a client of the platform writes {@code True}. */
    static Optional<Boolean> flag(Form form, String name) {
        return form.get(name).map(text -> {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw invalid(name, "true or false");
            }
            return text.equalsIgnoreCase("true");
        });
    }

    static ApiException invalid(String name, String allowed) {
        return new ApiException(ErrorCode.INVALID_PARAMETER, name + ": must be " + allowed);
    }

    private static <E extends Enum<E>> List<String> spell(E[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
