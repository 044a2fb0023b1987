package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.fault.Fault;
import dev.ipcommand.stub.fault.Faults;
import dev.ipcommand.stub.network.PacketNetwork;
import dev.ipcommand.stub.webhook.Delivery;
import dev.ipcommand.stub.webhook.Webhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Everything under {@code /_stub/}. */
public final class BenchControl {
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_DELAY_MS = 60_000;
    private static final Set<String> FAULT_FIELDS =
            Set.of("method", "path", "sim", "status", "delay_ms", "reset", "afterwards", "error_code", "count");

    /** What the bench may see and turn. */
    public record Bench(
            PlatformClock clock,
            Directory directory,
            PacketNetwork network,
            Faults faults,
            Webhooks webhooks,
            EventBus events) {}

    private final Bench bench;
    private final Supplier<Map<String, Object>> health;

    /** @param health the fields of the health report */
    public BenchControl(Bench bench, Supplier<Map<String, Object>> health) {
        this.bench = bench;
        this.health = health;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get("/_stub/health", context -> Json.answer(context, 200, health.get()));
        new NetworkControl(bench.directory(), bench.network()).addTo(routes);
        new SimsList(bench.directory(), bench.network()).addTo(routes);
        routes.get("/_stub/deliveries", this::deliveries);
        routes.get("/_stub/faults", context -> faults(context, 200));
        routes.post("/_stub/faults", this::addFault);
        routes.delete("/_stub/faults", this::clearFaults);
        routes.post("/_stub/clock", this::advance);
        routes.get("/_stub/events", new EventFeed(bench.events())::serve);
    }

    private void deliveries(Context context) {
        List<Map<String, Object>> list =
                bench.webhooks().log().stream().map(Delivery::fields).toList();
        Json.answer(context, 200, Map.of("deliveries", list));
    }

    private void faults(Context context, int status) {
        List<Map<String, Object>> list =
                bench.faults().rules().stream().map(Fault::fields).toList();
        Json.answer(context, status, Map.of("faults", list));
    }

    private void clearFaults(Context context) {
        bench.faults().clear();
        faults(context, 200);
    }

    private void addFault(Context context) throws IOException {
        Fields fields = new Fields(Json.object(context), FAULT_FIELDS);
        int status = fields.whole("status", 400, 599).orElse(0);
        int delay = fields.whole("delay_ms", 1, MAX_DELAY_MS).orElse(0);
        boolean reset = fields.flag("reset").orElse(false);
        int error = fields.whole("error_code", 83_400, 83_400).orElse(0);
        if (status == 0 && delay == 0 && !reset && error == 0) {
            throw Fields.invalid("status", "a fault needs status, delay_ms, reset or error_code");
        }
        boolean afterwards = fields.flag("afterwards").orElse(false);
        bench.faults()
                .add(new Fault(
                        new Fault.Scope(fields.text("method"), fields.text("path"), fields.text("sim")),
                        new Fault.Effect(status, delay, reset, afterwards, error),
                        fields.whole("count", 1, MAX_COUNT).orElse(1)));
        faults(context, 201);
    }

    private void advance(Context context) throws IOException {
        Fields fields = new Fields(Json.object(context), Set.of("advance"));
        Duration by = fields.duration("advance").orElseThrow(() -> Fields.invalid("advance", "a duration is needed"));
        if (!bench.clock().advance(by)) {
            throw Fields.invalid("advance", "more than a hundred years in all");
        }
        bench.events().publish("clock.advanced", "", Map.of("advance_ms", by.toMillis()));
        bench.network().expire();
        Json.answer(context, 200, Map.of("now", bench.clock().instant().toString()));
    }
}
