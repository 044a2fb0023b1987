package dev.ipcommand.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds keys that mean nothing: a misspelt key that is ignored is a setting that silently does not hold. */
final class UnknownKeys {
    private UnknownKeys() {}

    /** Notes every entry that is not one of {@code known}, with the nearest known one. */
    static void note(TableReader table, List<String> known) {
        table.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                String hint = hint(key, known)
                        .map(near -> ", did you mean " + near + "?")
                        .orElseGet(() -> ", allowed are " + String.join(", ", known));
                table.problem(value, key, "unknown key" + hint);
            }
        });
    }

    private static Optional<String> hint(String key, List<String> known) {
        return Spelling.nearest(key, known).or(() -> elsewhere(key));
    }

    /** A right key in the wrong table. */
    private static Optional<String> elsewhere(String key) {
        List<String> places = new ArrayList<>();
        for (SettingTable table : Settings.TABLES) {
            if (table.kind() == SettingTable.Kind.SINGLE && table.keys().contains(key)) {
                places.add(key + " in [" + table.name() + "]");
            }
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(String.join(" or ", places));
    }
}
