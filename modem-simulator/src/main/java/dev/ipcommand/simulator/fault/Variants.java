package dev.ipcommand.simulator.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Freedoms that real modems take with the same command set: every choice here is seen on some firmware, and a DTE has
 * to take them all.
 */
public final class Variants {
    private static final Map<String, List<String>> CHOICES = choices();

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
        return all;
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

    /** Chooses all by lot, the same for the same seed. */
    public void shuffle(Random random) {
        CHOICES.forEach((key, values) -> chosen.put(key, values.get(random.nextInt(values.size()))));
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
