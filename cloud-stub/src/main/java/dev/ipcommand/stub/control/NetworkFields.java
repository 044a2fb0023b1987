package dev.ipcommand.stub.control;

import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.Conditions;
import dev.ipcommand.stub.network.Sleep;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A Sim's place in the packet network as named fields: in the bench's JSON, and wherever else it is written down. */
public final class NetworkFields {
    private static final int MAX_LEASE_S = 30 * 86_400;
    private static final int MAX_DELAY_MS = 600_000;
    private static final int DAY_MS = 86_400_000;
    private static final int MIN_CYCLE_MS = 10;
    private static final int MAX_BUFFERED = 1000;
    /** Every field there is. */
    public static final Set<String> NAMES = Set.of(
            "attached",
            "device_ip",
            "new_address",
            "lease_s",
            "delay_ms",
            "jitter_ms",
            "loss",
            "duplicate",
            "reorder",
            "applies_to",
            "sleep",
            "edrx_cycle_ms",
            "edrx_window_ms",
            "psm_active_ms",
            "buffer",
            "buffer_ms",
            "buffer_datagrams");

    private NetworkFields() {}

    /**
     * The change that the fields ask for; what is absent stays as it is.
     *
     * @throws dev.ipcommand.stub.error.ApiException naming a field that is wrong, now, or when the change is applied to
     *     conditions that it does not go with
     */
    public static Change change(Fields fields) {
        Optional<Integer> delay = fields.whole("delay_ms", 0, MAX_DELAY_MS);
        Optional<Integer> jitter = fields.whole("jitter_ms", 0, MAX_DELAY_MS);
        Optional<Double> loss = fields.share("loss");
        Optional<Double> duplicate = fields.share("duplicate");
        Optional<Double> reorder = fields.share("reorder");
        Optional<Conditions.AppliesTo> appliesTo = fields.choice("applies_to", Conditions.AppliesTo.values());
        UnaryOperator<Sleep> sleep = sleep(fields);
        return new Change(
                fields.flag("attached"),
                fields.text("device_ip"),
                fields.flag("new_address"),
                fields.whole("lease_s", 0, MAX_LEASE_S),
                now -> new Conditions(
                        delay.orElse(now.delayMs()),
                        jitter.orElse(now.jitterMs()),
                        loss.orElse(now.loss()),
                        duplicate.orElse(now.duplicate()),
                        reorder.orElse(now.reorder()),
                        appliesTo.orElse(now.appliesTo()),
                        sleep.apply(now.sleep())));
    }

    private static UnaryOperator<Sleep> sleep(Fields fields) {
        Optional<Sleep.Mode> mode = fields.choice("sleep", Sleep.Mode.values());
        Optional<Integer> cycle = fields.whole("edrx_cycle_ms", MIN_CYCLE_MS, DAY_MS);
        Optional<Integer> window = fields.whole("edrx_window_ms", 1, DAY_MS);
        Optional<Integer> active = fields.whole("psm_active_ms", 0, DAY_MS);
        Optional<Sleep.Policy> policy = fields.choice("buffer", Sleep.Policy.values());
        Optional<Integer> patience = fields.whole("buffer_ms", 0, DAY_MS);
        Optional<Integer> size = fields.whole("buffer_datagrams", 1, MAX_BUFFERED);
        return now -> {
            Sleep.Buffer buffer = new Sleep.Buffer(
                    policy.orElse(now.buffer().policy()),
                    patience.orElse(now.buffer().milliseconds()),
                    size.orElse(now.buffer().datagrams()));
            int cycleMs = cycle.orElse(now.edrxCycleMs());
            int windowMs = window.orElse(now.edrxWindowMs());
            if (windowMs > cycleMs) {
                throw Fields.invalid("edrx_window_ms", "at most edrx_cycle_ms, which is " + cycleMs);
            }
            return new Sleep(mode.orElse(now.mode()), cycleMs, windowMs, active.orElse(now.psmActiveMs()), buffer);
        };
    }

    /** A Sim's place as fields. */
    public static Map<String, Object> view(Attachment attachment) {
        Conditions conditions = attachment.conditions();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("attached", attachment.attached());
        view.put("device_ip", attachment.deviceIp().orElse(null));
        view.put("new_address", attachment.newAddress());
        view.put("lease_s", attachment.leaseSeconds());
        view.put("delay_ms", conditions.delayMs());
        view.put("jitter_ms", conditions.jitterMs());
        view.put("loss", conditions.loss());
        view.put("duplicate", conditions.duplicate());
        view.put("reorder", conditions.reorder());
        view.put("applies_to", lower(conditions.appliesTo()));
        Sleep sleep = conditions.sleep();
        view.put("sleep", lower(sleep.mode()));
        view.put("edrx_cycle_ms", sleep.edrxCycleMs());
        view.put("edrx_window_ms", sleep.edrxWindowMs());
        view.put("psm_active_ms", sleep.psmActiveMs());
        view.put("buffer", lower(sleep.buffer().policy()));
        view.put("buffer_ms", sleep.buffer().milliseconds());
        view.put("buffer_datagrams", sleep.buffer().datagrams());
        return view;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
