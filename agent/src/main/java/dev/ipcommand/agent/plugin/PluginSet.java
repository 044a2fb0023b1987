package dev.ipcommand.agent.plugin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The jars that are being opened, that serve, and that wait for their last call.
 *
 * <p>A new version is opened while the old one serves. When it is open, the names' slots are turned to it, the registry
 * learns what has changed, and the old one is retired: in this order, so that no call finds nothing. A version that fails
 * to open takes its predecessor out as well: what serves is what would serve after a restart. A name in two jars is
 * served by neither.
 *
 * <p><b>Threading.</b> One thread at a time; threads of foreign code only call {@code wake}.
 */
final class PluginSet {
    /** Opened at the same time: one that takes its time must not hold up the others, and a small board has few cores. */
    static final int MAX_OPENINGS = 4;
    /** Pieces of foreign code that never ended; each costs a thread and a jar's classes. */
    static final int MAX_STUCK = 8;

    private static final System.Logger LOG = System.getLogger(PluginSet.class.getName());

    private final PluginRegistry registry;
    private final JarCopies copies;
    private final Refusals refusals;
    private final Runnable wake;
    private final LongSupplier nanoClock;
    private final Map<String, Jar> jars = new TreeMap<>();
    private final Map<String, HandlerSlot> slots = new HashMap<>();
    private final List<Plugin> leaving = new ArrayList<>();
    private final List<Plugin> retired = new ArrayList<>();
    private final List<ForeignTask> closings = new ArrayList<>();
    private final List<ForeignTask> stuck = new ArrayList<>();
    private List<String> contested = List.of();
    private Map<String, LoadedHandler> published = Map.of();

    /** One file name: at most one version serves, and at most one is on its way. */
    private static final class Jar {
        final String name;

        @Nullable
        Plugin serving;

        @Nullable
        Opening opening;

        JarCopies.@Nullable Copy waiting;

        Jar(String name) {
            this.name = name;
        }
    }

    PluginSet(PluginRegistry registry, JarCopies copies, Refusals refusals, Runnable wake, LongSupplier nanoClock) {
        this.registry = registry;
        this.copies = copies;
        this.refusals = refusals;
        this.wake = wake;
        this.nanoClock = nanoClock;
    }

    /** The jar has this content now. */
    void replace(String name, JarCopies.Copy copy) {
        Jar jar = jars.computeIfAbsent(name, Jar::new);
        forgetNewer(jar);
        Plugin serving = jar.serving;
        if (serving != null && serving.copy().hash().equals(copy.hash())) {
            copies.release(copy);
        } else {
            jar.waiting = copy;
        }
    }

    /** The jar is gone, or may not be used. */
    void remove(String name) {
        Jar jar = jars.remove(name);
        if (jar != null) {
            forgetNewer(jar);
            stopServing(jar);
        }
    }

    Collection<String> names() {
        return List.copyOf(jars.keySet());
    }

    private void forgetNewer(Jar jar) {
        if (jar.waiting != null) {
            copies.release(jar.waiting);
            jar.waiting = null;
        }
        Opening opening = jar.opening;
        if (opening != null) {
            jar.opening = null;
            if (opening.abandon()) {
                stuck.add(opening.task());
            } else if (opening.refusal().isEmpty()) {
                leaving.add(opening.plugin());
            }
        }
    }

    private void stopServing(Jar jar) {
        if (jar.serving != null) {
            leaving.add(jar.serving);
            jar.serving = null;
        }
    }

    /** Does what is due: opens, collects, gives up, publishes, closes. Never waits for foreign code. */
    void step() {
        long now = nanoClock.getAsLong();
        stuck.removeIf(ForeignTask::isDone);
        for (Jar jar : jars.values()) {
            collect(jar, now);
        }
        for (Jar jar : jars.values()) {
            open(jar, now);
        }
        publish();
        closeDrained(now);
    }

    private void collect(Jar jar, long now) {
        Opening opening = jar.opening;
        if (opening == null) {
            return;
        }
        if (opening.task().isDone()) {
            jar.opening = null;
            finish(jar, opening);
        } else if (opening.task().isOverdue(now) && opening.abandon()) {
            jar.opening = null;
            stuck.add(opening.task());
            refuse(jar, opening.step() + " was not done in " + ForeignTask.LIMIT_NANOS / 1_000_000_000 + " s");
        }
    }

    private void finish(Jar jar, Opening opening) {
        stopServing(jar);
        if (!opening.refusal().isEmpty()) {
            refuse(jar, opening.refusal());
            return;
        }
        jar.serving = opening.plugin();
        List<String> builtIn = opening.builtInNames();
        if (builtIn.isEmpty()) {
            refusals.clear(jar.name);
        } else {
            refusals.put(jar.name, "the name belongs to a built-in handler, not used: " + String.join(", ", builtIn));
        }
        List<String> names =
                opening.plugin().handlers().stream().map(ServedHandler::name).toList();
        LOG.log(System.Logger.Level.INFO, jar.name + ": loaded, handlers " + String.join(", ", names));
    }

    private void refuse(Jar jar, String reason) {
        stopServing(jar);
        refusals.put(jar.name, reason);
    }

    private void open(Jar jar, long now) {
        JarCopies.Copy copy = jar.waiting;
        boolean full =
                jars.values().stream().filter(each -> each.opening != null).count() >= MAX_OPENINGS;
        if (copy == null || full) {
            return;
        }
        jar.waiting = null;
        try {
            if (stuck.size() >= MAX_STUCK) {
                throw new IOException(stuck.size() + " earlier versions never ended: restart the agent");
            }
            Plugin plugin = new Plugin(jar.name, copy, wake);
            jar.opening = new Opening(plugin, registry, copies, wake, now);
            jar.opening.start();
        } catch (IOException e) {
            copies.release(copy);
            refuse(jar, "cannot be opened: " + e.getMessage());
        }
    }

    private void publish() {
        Map<String, List<ServedHandler>> byName = new TreeMap<>();
        for (Jar jar : jars.values()) {
            if (jar.serving != null) {
                for (ServedHandler each : jar.serving.handlers()) {
                    byName.computeIfAbsent(each.name(), name -> new ArrayList<>())
                            .add(each);
                }
            }
        }
        nameContested(byName);
        Map<String, LoadedHandler> loaded = new HashMap<>();
        byName.forEach((name, candidates) -> {
            if (candidates.size() == 1) {
                ServedHandler served = candidates.get(0);
                HandlerSlot slot = slots.computeIfAbsent(name, key -> new HandlerSlot());
                slot.pointTo(served);
                String jar = served.plugin().jar();
                loaded.put(name, new LoadedHandler(name, served.concurrency(), served.repeatable(), slot, jar));
            }
        });
        if (!loaded.equals(published)) {
            published = Map.copyOf(loaded);
            registry.replacePlugins(published);
        }
        slots.forEach((name, slot) -> {
            if (!loaded.containsKey(name)) {
                slot.pointTo(null);
            }
        });
        slots.keySet().retainAll(loaded.keySet());
        leaving.forEach(Plugin::retire);
        retired.addAll(leaving);
        leaving.clear();
    }

    private void nameContested(Map<String, List<ServedHandler>> byName) {
        List<String> now = new ArrayList<>();
        byName.forEach((name, candidates) -> {
            if (candidates.size() > 1) {
                now.add(name);
                List<String> owners =
                        candidates.stream().map(each -> each.plugin().jar()).toList();
                refusals.put(
                        "handler " + name,
                        "in more than one jar, so none of them answers it: " + String.join(", ", owners));
            }
        });
        contested.stream().filter(name -> !now.contains(name)).forEach(name -> refusals.clear("handler " + name));
        contested = now;
    }

    private void closeDrained(long now) {
        List<Plugin> drained = retired.stream().filter(Plugin::isDrained).toList();
        retired.removeAll(drained);
        if (!drained.isEmpty()) {
            registry.renewThreads();
        }
        for (Plugin plugin : drained) {
            ForeignTask task = new ForeignTask("plugin-close", plugin.loader(), () -> dispose(plugin), wake, now);
            closings.add(task);
            task.start();
        }
        for (ForeignTask task : closings) {
            if (task.isOverdue(now) && task.interrupt()) {
                stuck.add(task);
                LOG.log(System.Logger.Level.ERROR, "close() of a handler does not end: interrupted and left alone");
            }
        }
        closings.removeIf(task -> task.isDone() || stuck.contains(task));
    }

    private void dispose(Plugin plugin) {
        plugin.close();
        copies.release(plugin.copy());
    }

    /** Whether nothing is being opened. */
    boolean isSettled() {
        return jars.values().stream().allMatch(jar -> jar.opening == null && jar.waiting == null);
    }

    /** Whether nothing waits for its last call or is being closed. */
    boolean isAllClosed() {
        return retired.isEmpty() && closings.isEmpty();
    }

    /** How long until the next piece of foreign code has used up its time; {@code Long.MAX_VALUE} if none runs. */
    long nanosToNextDeadline() {
        long now = nanoClock.getAsLong();
        long next = Long.MAX_VALUE;
        for (Jar jar : jars.values()) {
            if (jar.opening != null) {
                next = Math.min(next, jar.opening.task().deadlineNanos() - now);
            }
        }
        for (ForeignTask task : closings) {
            next = Math.min(next, task.deadlineNanos() - now);
        }
        return next;
    }

    /** The agent stops: nothing serves any more, and what ends by itself within the time is closed. */
    void close(long millis) throws InterruptedException {
        for (String name : names()) {
            remove(name);
        }
        step();
        long until = System.nanoTime() + millis * 1_000_000;
        for (ForeignTask task : List.copyOf(closings)) {
            task.join((until - System.nanoTime()) / 1_000_000);
            task.interrupt();
        }
    }
}
