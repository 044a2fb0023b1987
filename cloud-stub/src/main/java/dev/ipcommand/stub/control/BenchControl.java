package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.fault.Faults;
import dev.ipcommand.stub.network.AirLink;
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
    /** What the bench may see and turn. */
    public record Bench(
            PlatformClock clock,
            Directory directory,
            PacketNetwork network,
            AirLink air,
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
        new NetworkControl(bench.directory(), bench.network(), bench.air()).addTo(routes);
        new SimsList(bench.directory(), bench.network(), bench.air()).addTo(routes);
        routes.get("/_stub/deliveries", this::deliveries);
        new FaultControl(bench.faults()).addTo(routes);
        routes.post("/_stub/clock", this::advance);
        routes.get("/_stub/events", new EventFeed(bench.events())::serve);
    }

    private void deliveries(Context context) {
        List<Map<String, Object>> list =
                bench.webhooks().log().stream().map(Delivery::fields).toList();
        Json.answer(context, 200, Map.of("deliveries", list));
    }

    private void advance(Context context) throws IOException {
        Fields fields = new Fields(Json.object(context), Set.of("advance"));
        Duration by = fields.duration("advance").orElseThrow(() -> Fields.invalid("advance", "a duration is needed"));
        if (!bench.clock().advance(by)) {
            throw Fields.invalid("advance", "more than a hundred years in all");
        }
        bench.events().publish("clock.advanced", "", Map.of("advance_ms", by.toMillis()));
        bench.network().expire();
        bench.air().lookAgain();
        Json.answer(context, 200, Map.of("now", bench.clock().instant().toString()));
    }
}
