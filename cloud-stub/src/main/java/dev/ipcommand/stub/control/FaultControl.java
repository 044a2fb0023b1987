package dev.ipcommand.stub.control;

import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.fault.Fault;
import dev.ipcommand.stub.fault.Faults;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /_stub/faults}: the rules in force and how many requests each still meets. */
public final class FaultControl {
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_DELAY_MS = 60_000;
    private static final int MAX_RETRY_AFTER_S = 3600;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Pattern METHOD = Pattern.compile("[A-Z]{3,7}");
    private static final Pattern PATH = Pattern.compile("/.{0,199}");
    private static final Set<String> FIELDS = Set.of(
            "method",
            "path",
            "sim",
            "status",
            "delay_ms",
            "reset",
            "afterwards",
            "retry_after_s",
            "error_code",
            "count");

    private final Faults faults;

    FaultControl(Faults faults) {
        this.faults = faults;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/_stub/faults", context -> answer(context, 200));
        routes.post("/_stub/faults", this::add);
        routes.delete("/_stub/faults", this::clear);
    }

    private void answer(Context context, int status) {
        List<Map<String, Object>> list =
                faults.rules().stream().map(Fault::fields).toList();
        Json.answer(context, status, Map.of("faults", list));
    }

    private void add(Context context) throws IOException {
        faults.add(rule(new Fields(Json.object(context), FIELDS)));
        answer(context, 201);
    }

    private void clear(Context context) {
        faults.clear();
        answer(context, 200);
    }

    /**
     * A rule as it is posted, for the command line.
     *
     * @throws dev.ipcommand.stub.error.ApiException saying what is wrong with it
     */
    public static Fault rule(byte[] json) {
        return rule(new Fields(Json.object(json), FIELDS));
    }

    private static Fault rule(Fields fields) {
        int status = fields.whole("status", 400, 599).orElse(0);
        int delay = fields.whole("delay_ms", 1, MAX_DELAY_MS).orElse(0);
        boolean reset = fields.flag("reset").orElse(false);
        int error = fields.whole("error_code", 83_400, 83_400).orElse(0);
        boolean request = status != 0 || delay != 0 || reset;
        if (request == (error != 0)) {
            throw Fields.invalid(
                    "status", "a fault needs status, delay_ms or reset for requests, or error_code for deliveries");
        }
        boolean afterwards = fields.flag("afterwards").orElse(false);
        int retryAfter =
                fields.whole("retry_after_s", 0, MAX_RETRY_AFTER_S).orElse(status == TOO_MANY_REQUESTS ? 1 : 0);
        Optional<String> method = matching(fields, "method", METHOD, "GET or POST is needed");
        Optional<String> path = matching(fields, "path", PATH, "the beginning of a path is needed, such as /v1/Sims");
        return new Fault(
                new Fault.Scope(method, path, fields.text("sim")),
                new Fault.Effect(status, delay, reset, afterwards, retryAfter, error),
                fields.whole("count", 1, MAX_COUNT).orElse(1));
    }

    private static Optional<String> matching(Fields fields, String name, Pattern pattern, String needed) {
        Optional<String> text = fields.text(name);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            throw Fields.invalid(name, needed);
        }
        return text;
    }
}
