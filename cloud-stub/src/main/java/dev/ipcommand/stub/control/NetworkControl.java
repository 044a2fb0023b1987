package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.Conditions;
import dev.ipcommand.stub.network.PacketNetwork;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET|PUT /_stub/sims/{sid or iccid}/network}: a Sim's place in the packet network. A PUT merges. */
final class NetworkControl {
    private static final String PATH = "/_stub/sims/{sim}/network";
    private static final int MAX_LEASE_S = 30 * 86_400;
    private static final int MAX_DELAY_MS = 600_000;
    private static final Set<String> FIELDS = Set.of(
            "attached", "device_ip", "lease_s", "delay_ms", "jitter_ms", "loss", "duplicate", "reorder", "applies_to");

    private final Directory directory;
    private final PacketNetwork network;

    NetworkControl(Directory directory, PacketNetwork network) {
        this.directory = directory;
        this.network = network;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, context -> Json.answer(context, 200, view(network.of(sim(context)))));
        routes.put(PATH, this::put);
    }

    private void put(Context context) throws IOException {
        String sim = sim(context);
        Change change = change(new Fields(Json.object(context), FIELDS));
        Json.answer(context, 200, view(network.change(sim, change)));
    }

    private String sim(Context context) {
        return directory
                .anySim(context.pathParam("sim"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, context.path()))
                .sid();
    }

    private static Change change(Fields fields) {
        Optional<Integer> delay = fields.whole("delay_ms", 0, MAX_DELAY_MS);
        Optional<Integer> jitter = fields.whole("jitter_ms", 0, MAX_DELAY_MS);
        Optional<Double> loss = fields.share("loss");
        Optional<Double> duplicate = fields.share("duplicate");
        Optional<Double> reorder = fields.share("reorder");
        Optional<Conditions.AppliesTo> appliesTo = fields.choice("applies_to", Conditions.AppliesTo.values());
        return new Change(
                fields.flag("attached"),
                fields.text("device_ip"),
                fields.whole("lease_s", 0, MAX_LEASE_S),
                now -> new Conditions(
                        delay.orElse(now.delayMs()),
                        jitter.orElse(now.jitterMs()),
                        loss.orElse(now.loss()),
                        duplicate.orElse(now.duplicate()),
                        reorder.orElse(now.reorder()),
                        appliesTo.orElse(now.appliesTo())));
    }

    private static Map<String, Object> view(Attachment attachment) {
        Conditions conditions = attachment.conditions();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("attached", attachment.attached());
        view.put("device_ip", attachment.deviceIp().orElse(null));
        view.put("lease_s", attachment.leaseSeconds());
        view.put("delay_ms", conditions.delayMs());
        view.put("jitter_ms", conditions.jitterMs());
        view.put("loss", conditions.loss());
        view.put("duplicate", conditions.duplicate());
        view.put("reorder", conditions.reorder());
        view.put("applies_to", conditions.appliesTo().name().toLowerCase(Locale.ROOT));
        return view;
    }
}
