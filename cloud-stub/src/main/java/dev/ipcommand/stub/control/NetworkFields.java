package dev.ipcommand.stub.control;

import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.Conditions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Sim's place in the packet network as named fields: in the bench's JSON, and wherever else it is written down. */
public final class NetworkFields {
    private static final int MAX_LEASE_S = 30 * 86_400;
    private static final int MAX_DELAY_MS = 600_000;
    /** Every field there is. */
    public static final Set<String> NAMES = Set.of(
            "attached", "device_ip", "lease_s", "delay_ms", "jitter_ms", "loss", "duplicate", "reorder", "applies_to");

    private NetworkFields() {}

    /** The change that the fields ask for; what is absent stays as it is. */
    public static Change change(Fields fields) {
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

    /** A Sim's place as fields. */
    public static Map<String, Object> view(Attachment attachment) {
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
