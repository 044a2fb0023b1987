package dev.ipcommand.stub.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JSON object from a bench, read field by field; what does not fit is refused by name. A null counts as absent. */
public final class Fields {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final ObjectNode node;

    /** @param known the fields there may be */
    public Fields(ObjectNode node, Set<String> known) {
        this.node = node;
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid(name, "unknown, known are " + List.copyOf(new java.util.TreeSet<>(known)));
            }
        });
    }

    Optional<Boolean> flag(String name) {
        return value(name).map(v -> {
            if (!v.isBoolean()) {
                throw invalid(name, "true or false is needed");
            }
            return v.booleanValue();
        });
    }

    Optional<String> text(String name) {
        return value(name).map(v -> {
            if (!v.isTextual()) {
                throw invalid(name, "a string is needed");
            }
            return v.textValue();
        });
    }

    Optional<Integer> whole(String name, int min, int max) {
        return value(name).map(v -> {
            if (!v.canConvertToExactIntegral() || !v.canConvertToInt() || v.intValue() < min || v.intValue() > max) {
                throw invalid(name, "a whole number from " + min + " to " + max + " is needed");
            }
            return v.intValue();
        });
    }

    Optional<Double> share(String name) {
        return value(name).map(v -> {
            if (!v.isNumber() || !(v.doubleValue() >= 0 && v.doubleValue() <= 1)) {
                throw invalid(name, "a number from 0 to 1 is needed");
            }
            return v.doubleValue();
        });
    }

    <E extends Enum<E>> Optional<E> choice(String name, E[] values) {
        return text(name).map(text -> Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(name, "one of " + List.of(values) + " in lower case is needed")));
    }

    /** A number with its unit: {@code 500ms}, {@code 10s}, {@code 31d}. */
    Optional<Duration> duration(String name) {
        return text(name).map(text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw invalid(name, "a duration such as 500ms, 10s, 5m, 2h or 31d is needed");
            }
            return Durations.of(matcher);
        });
    }

    static ApiException invalid(String name, String problem) {
        return new ApiException(ErrorCode.INVALID_PARAMETER, name + ": " + problem);
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(v -> !v.isNull());
    }
}
