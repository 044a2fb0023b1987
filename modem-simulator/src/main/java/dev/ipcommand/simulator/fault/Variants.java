package dev.ipcommand.simulator.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Freedoms that real modems take with the same command set: every choice here is seen on some firmware, and a DTE has
 * to take them all.
 */
public final class Variants {
    private static final Map<String, List<String>> CHOICES = choices();

    /** Not by lot: a reading of a likely misprint, and what no DTE can put right. */
    private static final Set<String> BY_HAND = Set.of("remotecid", "edges");

    private final Map<String, String> chosen = new LinkedHashMap<>();

    private static Map<String, List<String>> choices() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("trailing", List.of("on", "off"));
        all.put("prompt", List.of("space", "bare"));
        all.put("spacing", List.of("combined", "separate"));
        all.put("result", List.of("after", "before"));
        all.put("quotes", List.of("on", "off"));
        all.put("recv", List.of("short", "len"));
        all.put("urc", List.of("held", "interleaved"));
        all.put("rearm", List.of("empty", "zero"));
        all.put("typeahead", List.of("drop", "queue"));
        simcomCa(all);
        return all;
    }

    /** What the manuals of SIM7070/7080/7090 leave open, or say in two ways; other models do not look at these. */
    private static void simcomCa(Map<String, List<String>> all) {
        // Quotes round the address in +CAURC, +CANEW and +CARECV, and those that +CACFG="REMOTEADDR" takes.
        all.put("address", List.of("bare", "quoted"));
        all.put("remote", List.of("any", "bare", "quoted"));
        // The app note's trace names the next cid in REMOTEADDR; the manual names the server's own.
        all.put("remotecid", List.of("server", "next"));
        // Where +CANEW stands to +CADATAIND; always = in push mode too.
        all.put("canew", List.of("after", "before", "always", "never"));
        all.put("edges", List.of("kept", "merged"));
        // What +CARECV answers when there is nothing.
        all.put("drained", List.of("zero", "ok", "error"));
        // What ends an open whose result is not 0.
        all.put("failure", List.of("ok", "error"));
        // What ends +CNACT while unregistered.
        all.put("cnact", List.of("error", "deactive"));
        // Where +CPIN stands to the OK of +CFUN: split = NOT READY inside, READY after.
        all.put("cfun", List.of("split", "inside", "after"));
        all.put("pdp", List.of("app", "old"));
        all.put("castate", List.of("on", "off"));
        all.put("iccid", List.of("plain", "padded"));
        // Whether a client hears other peers than its own.
        all.put("peers", List.of("dropped", "taken"));
        // What ends the input window of +CASEND.
        all.put("window", List.of("error", "silent"));
    }

    /** The first choice of each, with a model's own habits on top: {@code trailing=off} and the like. */
    public Variants(String... habits) {
        CHOICES.forEach((key, values) -> chosen.put(key, values.get(0)));
        for (String habit : habits) {
            set(habit);
        }
    }

    /**
     * Sets one variant.
     *
     * @param setting {@code key=value}
     * @throws IllegalArgumentException naming what is allowed
     */
    public void set(String setting) {
        int equals = setting.indexOf('=');
        String key = equals < 0 ? setting : setting.substring(0, equals);
        List<String> values = CHOICES.get(key);
        if (values == null) {
            throw new IllegalArgumentException(
                    "unknown variant: " + key + ", allowed: random, " + String.join(", ", CHOICES.keySet()));
        }
        String value = equals < 0 ? "" : setting.substring(equals + 1);
        if (!values.contains(value)) {
            throw new IllegalArgumentException(
                    "variant " + key + ": " + value + " is not allowed, allowed: " + String.join(", ", values));
        }
        chosen.put(key, value);
    }

    /** Chooses by lot, the same for the same seed; {@code remotecid} and {@code edges} stay as they are. */
    public void shuffle(Random random) {
        CHOICES.forEach((key, values) -> {
            if (!BY_HAND.contains(key)) {
                chosen.put(key, values.get(random.nextInt(values.size())));
            }
        });
    }

    /** Whether a variant has a value. */
    public boolean is(String key, String value) {
        return value.equals(chosen.get(key));
    }

    /** {@code key=value} of each, for the log and status. */
    public List<String> describe() {
        List<String> all = new ArrayList<>();
        chosen.forEach((key, value) -> all.add(key + "=" + value));
        return all;
    }
}
