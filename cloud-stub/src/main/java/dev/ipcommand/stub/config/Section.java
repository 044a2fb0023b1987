package dev.ipcommand.stub.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * One table of the file, read key by key; what does not fit becomes a problem and counts as absent. {@link #end} reports the
 * keys nobody asked for. Used by one thread.
 */
final class Section {
    private static final int MAX_SHOWN = 60;
    private static final Set<String> SECRETS = Set.of("auth_token", "secret");

    private final TomlTable table;
    private final String name;
    private final int line;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    /** @param name how the table is called in problems; empty for the top */
    Section(TomlTable table, String name, int line, Problems problems) {
        this.table = table;
        this.name = name;
        this.line = line;
        this.problems = problems;
    }

    Optional<String> text(String key, Pattern form, String allowed) {
        return value(key, String.class, allowed).filter(text -> {
            boolean fits = form.matcher(text).matches();
            if (!fits) {
                wrong(key, allowed);
            }
            return fits;
        });
    }

    Optional<Long> whole(String key, long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        return value(key, Long.class, allowed).filter(number -> {
            boolean fits = number >= min && number <= max;
            if (!fits) {
                wrong(key, allowed);
            }
            return fits;
        });
    }

    Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "true or false");
    }

    Optional<String> choice(String key, String... words) {
        return text(key, Pattern.compile(String.join("|", words)), "one of " + Arrays.toString(words));
    }

    /** The tables of an array of tables; none if the key is absent. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        TomlArray array = value(key, TomlArray.class, "tables, each headed [[" + path(key) + "]]")
                .orElse(null);
        for (int i = 0; array != null && i < array.size(); i++) {
            if (array.get(i) instanceof TomlTable each) {
                sections.add(
                        new Section(each, path(key), array.inputPositionOf(i).line(), problems));
            } else {
                problem(array.inputPositionOf(i).line(), key, "must be tables, each headed [[" + path(key) + "]]");
            }
        }
        return sections;
    }

    Optional<Section> section(String key) {
        return value(key, TomlTable.class, "a table headed [" + path(key) + "]")
                .map(each -> new Section(each, path(key), lineOf(key), problems));
    }

    /** The keys that are there; each counts as known. */
    Set<String> keys() {
        known.addAll(table.keySet());
        return table.keySet();
    }

    /** The value as TOML has it, or null. */
    @Nullable
    Object raw(String key) {
        known.add(key);
        return table.get(List.of(key));
    }

    /** Reports keys that nobody asked for. */
    void end() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                problem(lineOf(key), key, "is unknown; known here are " + known);
            }
        }
    }

    /** Reports a value that does not fit. */
    void wrong(String key, String allowed) {
        String found = SECRETS.contains(key) ? "is not usable" : "= " + shown(raw(key)) + " is not usable";
        problem(lineOf(key), key, found + "; allowed: " + allowed);
    }

    /** Reports something about the whole table. */
    void wrong(String what) {
        problems.add(line, (name.isEmpty() ? "" : "[" + name + "] ") + what);
    }

    private void problem(int at, String key, String what) {
        problems.add(at, path(key) + " " + what);
    }

    private <T> Optional<T> value(String key, Class<T> type, String allowed) {
        Object value = raw(key);
        if (value == null || type.isInstance(value)) {
            return Optional.ofNullable(value).map(type::cast);
        }
        wrong(key, allowed);
        return Optional.empty();
    }

    int lineOf(String key) {
        var position = table.inputPositionOf(List.of(key));
        return position == null ? line : position.line();
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof String string
                ? '"' + string.replaceAll("\\p{Cntrl}", "?").replaceAll("//[^/@]*@", "//...@") + '"'
                : value instanceof TomlTable || value instanceof TomlArray ? "a table or list" : String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
