package dev.ipcommand.agent.config;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a script's own {@code NAME.toml} says: it may narrow what {@code [handler.NAME]} of the configuration gives, never
 * widen it. Of two lists of callers what both allow holds ({@code anyone} includes {@code signed}, which includes each
 * key), of two numbers or times the smaller one.
 *
 * <p><b>Threading.</b> Immutable: any thread. <b>Failures.</b> A file with any problem gives no sidecar at all: nobody can
 * tell what its author meant to forbid.
 */
public final class Sidecar {
    /** A few lines; anything near this is another file. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String ANYONE = "anyone";
    private static final String SIGNED = "signed";

    private final Path file;
    private final String description;
    private final Optional<Stated<List<ConfigNode>>> allow;
    private final Optional<Stated<Duration>> deadline;
    private final Optional<Stated<Integer>> concurrency;
    private final Optional<Stated<Integer>> queue;
    private final Optional<Stated<Long>> memory;

    /** What the file says, and where. */
    private record Stated<T>(T value, ConfigNode place) {}

    private Sidecar(Path file, TableReader table) {
        this.file = file;
        this.description = table.get(Settings.SIDECAR_DESCRIPTION);
        this.allow = stated(table, Settings.HANDLER_ALLOW);
        this.deadline = stated(table, Settings.HANDLER_DEADLINE);
        this.concurrency = stated(table, Settings.HANDLER_CONCURRENCY);
        this.queue = stated(table, Settings.HANDLER_QUEUE);
        this.memory = stated(table, Settings.HANDLER_MEMORY);
    }

    private static <T> Optional<Stated<T>> stated(TableReader table, Setting<T> setting) {
        return table.find(setting).map(value -> new Stated<>(value, table.placeOf(setting.key())));
    }

    /**
     * Reads one. Who may write to the file is the caller's business.
     *
     * @param keys the ids of the configuration's {@code [key.ID]} tables
     * @throws ConfigException with all its problems
     */
    public static Sidecar load(Path file, Set<String> keys) throws ConfigException {
        Problems problems = new Problems(file);
        ConfigNode root = TomlFile.read(file, MAX_BYTES, problems);
        problems.throwIfAny();
        TableReader table = new TableReader("", root, problems);
        UnknownKeys.note(table, Settings.SIDECAR.keys());
        Sidecar sidecar = new Sidecar(file, table);
        Set<String> principals = new LinkedHashSet<>(List.of(ANYONE, SIGNED));
        principals.addAll(new TreeSet<>(keys));
        sidecar.allow.ifPresent(
                stated -> stated.value().forEach(entry -> HandlerTables.noteStranger(table, entry, principals)));
        problems.throwIfAny();
        return sidecar;
    }

    /** What the script does, for a list of handlers; may be empty. */
    public String description() {
        return description;
    }

    /** The terms that hold: the configuration's, where the sidecar does not ask for less. */
    public HandlerPolicy narrow(HandlerPolicy configured) {
        long memoryBytes = memory.map(stated -> lessMemory(configured.memoryBytes(), stated.value()))
                .orElse(configured.memoryBytes());
        return new HandlerPolicy(
                allow.map(stated -> both(configured.allow(), names(stated.value())))
                        .orElse(configured.allow()),
                less(configured.deadline(), deadline),
                less(configured.concurrency(), concurrency),
                less(configured.queue(), queue),
                configured.reply(),
                configured.repeatable(),
                configured.withoutClock(),
                memoryBytes,
                configured.settings());
    }

    private static <T extends Comparable<? super T>> T less(T configured, Optional<Stated<T>> stated) {
        return stated.map(Stated::value)
                .filter(value -> value.compareTo(configured) < 0)
                .orElse(configured);
    }

    /** 0 is no limit at all. */
    private static long lessMemory(long configured, long stated) {
        if (configured == 0 || stated == 0) {
            return Math.max(configured, stated);
        }
        return Math.min(configured, stated);
    }

    private static List<String> names(List<ConfigNode> nodes) {
        return nodes.stream().map(node -> (String) node.value()).toList();
    }

    /** Whom both lists let in. */
    private static List<String> both(List<String> configured, List<String> stated) {
        Set<String> both = new LinkedHashSet<>();
        stated.stream().filter(who -> includes(configured, who)).forEach(both::add);
        configured.stream().filter(who -> includes(stated, who)).forEach(both::add);
        return List.copyOf(both);
    }

    private static boolean includes(List<String> allow, String who) {
        return allow.contains(ANYONE) || allow.contains(who) || (allow.contains(SIGNED) && !who.equals(ANYONE));
    }

    /**
     * Where the file asks for more than the configuration gives, with what holds instead.
     *
     * @param configured the policy of {@code [handler.NAME]}
     * @param handler that NAME
     */
    public List<ConfigProblem> wider(HandlerPolicy configured, String handler) {
        List<ConfigProblem> wider = new ArrayList<>();
        String table = "[handler." + Toml.key(handler) + "] of the configuration";
        allow.ifPresent(stated -> stated.value().forEach(entry -> {
            String who = (String) entry.value();
            if (!includes(configured.allow(), who)) {
                wider.add(problem(
                        entry,
                        Settings.HANDLER_ALLOW,
                        Toml.quoted(who) + " is wider than " + table + ", which allows "
                                + Toml.value(configured.allow())));
            }
        }));
        wider(deadline, configured.deadline())
                .ifPresent(stated -> wider.add(tooMuch(
                        stated,
                        Settings.HANDLER_DEADLINE,
                        Amounts.of(stated.value()),
                        Amounts.of(configured.deadline()))));
        wider(concurrency, configured.concurrency())
                .ifPresent(stated -> wider.add(tooMuch(
                        stated, Settings.HANDLER_CONCURRENCY, stated.value() + "", configured.concurrency() + "")));
        wider(queue, configured.queue())
                .ifPresent(stated -> wider.add(
                        tooMuch(stated, Settings.HANDLER_QUEUE, stated.value() + "", configured.queue() + "")));
        long bytes = configured.memoryBytes();
        memory.filter(stated -> lessMemory(bytes, stated.value()) != stated.value())
                .ifPresent(stated -> wider.add(tooMuch(
                        stated, Settings.HANDLER_MEMORY, Amounts.ofBytes(stated.value()), Amounts.ofBytes(bytes))));
        return wider;
    }

    private static <T extends Comparable<? super T>> Optional<Stated<T>> wider(
            Optional<Stated<T>> stated, T configured) {
        return stated.filter(found -> found.value().compareTo(configured) > 0);
    }

    private ConfigProblem tooMuch(Stated<?> stated, Setting<?> setting, String asked, String holds) {
        return problem(
                stated.place(), setting, asked + " is more than the " + holds + " of the configuration, which holds");
    }

    private ConfigProblem problem(ConfigNode place, Setting<?> setting, String what) {
        return new ConfigProblem(file, place.line(), place.column(), setting.key(), what);
    }
}
