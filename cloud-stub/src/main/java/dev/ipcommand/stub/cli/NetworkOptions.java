package dev.ipcommand.stub.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.stub.control.Durations;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how the packet network treats Sims, as the fields of {@code /_stub/sims/{sim}/network}. */
final class NetworkOptions {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    @Option(names = "--attach", description = "Attach to the packet network.")
    boolean attach;

    @Option(names = "--detach", description = "Detach from it; not with --attach.")
    boolean detach;

    @Option(
            names = "--new-address",
            negatable = true,
            description = "On each attach, another address than the one before (kept).")
    @Nullable
    Boolean newAddress;

    @Option(names = "--delay", paramLabel = "TIME", description = "Each datagram takes this long: 200ms, 3s (0).")
    @Nullable
    String delay;

    @Option(names = "--jitter", paramLabel = "TIME", description = "Up to this much longer, in order (0).")
    @Nullable
    String jitter;

    @Option(names = "--loss", paramLabel = "SHARE", description = "Share that is lost, 0 to 1 (0).")
    @Nullable
    Double loss;

    @Option(names = "--duplicate", paramLabel = "SHARE", description = "Share that arrives twice (0).")
    @Nullable
    Double duplicate;

    @Option(names = "--reorder", paramLabel = "SHARE", description = "Share that later ones overtake (0).")
    @Nullable
    Double reorder;

    @Option(
            names = "--applies-to",
            paramLabel = "WAY",
            description = "What all of that concerns: to_sim, from_sim or both (to_sim).")
    @Nullable
    String appliesTo;

    @Option(names = "--sleep", paramLabel = "MODE", description = "How devices sleep: none, edrx or psm (none).")
    @Nullable
    String sleep;

    @Option(names = "--edrx-cycle", paramLabel = "TIME", description = "From one paging window to the next (20480ms).")
    @Nullable
    String edrxCycle;

    @Option(
            names = "--edrx-window",
            paramLabel = "TIME",
            description = "Length of a paging window; also how long a device listens after sending (2560ms).")
    @Nullable
    String edrxWindow;

    @Option(
            names = "--psm-active",
            paramLabel = "TIME",
            description = "With psm, how long a device listens after it attached or sent (10s).")
    @Nullable
    String psmActive;

    @Option(
            names = "--buffer",
            paramLabel = "POLICY",
            description = "What becomes of datagrams for a sleeping device: keep or drop (keep).")
    @Nullable
    String buffer;

    @Option(names = "--buffer-time", paramLabel = "TIME", description = "How long they are kept (60s).")
    @Nullable
    String bufferTime;

    @Option(names = "--buffer-datagrams", paramLabel = "N", description = "How many are kept (10).")
    @Nullable
    Integer bufferDatagrams;

    /**
     * What was given, as fields; empty if nothing was.
     *
     * @throws IllegalArgumentException naming options that exclude each other, or one that is no duration
     */
    ObjectNode fields() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (attach && detach) {
            throw new IllegalArgumentException("--attach and --detach exclude each other");
        }
        if (attach || detach) {
            fields.put("attached", attach);
        }
        Optional.ofNullable(newAddress).ifPresent(given -> fields.put("new_address", given));
        putTime(fields, "delay_ms", "--delay", delay);
        putTime(fields, "jitter_ms", "--jitter", jitter);
        Optional.ofNullable(loss).ifPresent(given -> fields.put("loss", given));
        Optional.ofNullable(duplicate).ifPresent(given -> fields.put("duplicate", given));
        Optional.ofNullable(reorder).ifPresent(given -> fields.put("reorder", given));
        Optional.ofNullable(appliesTo).ifPresent(given -> fields.put("applies_to", given));
        Optional.ofNullable(sleep).ifPresent(given -> fields.put("sleep", given));
        putTime(fields, "edrx_cycle_ms", "--edrx-cycle", edrxCycle);
        putTime(fields, "edrx_window_ms", "--edrx-window", edrxWindow);
        putTime(fields, "psm_active_ms", "--psm-active", psmActive);
        Optional.ofNullable(buffer).ifPresent(given -> fields.put("buffer", given));
        putTime(fields, "buffer_ms", "--buffer-time", bufferTime);
        Optional.ofNullable(bufferDatagrams).ifPresent(given -> fields.put("buffer_datagrams", given));
        return fields;
    }

    private static void putTime(ObjectNode fields, String name, String option, @Nullable String text) {
        if (text == null) {
            return;
        }
        Matcher matcher = DURATION.matcher(text);
        if (text.equals("0")) {
            fields.put(name, 0);
        } else if (matcher.matches()) {
            fields.put(name, Durations.of(matcher).toMillis());
        } else {
            throw new IllegalArgumentException(option + ": a duration such as 200ms, 3s or 20m is needed, not " + text);
        }
    }
}
