package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.plugin.LoadedHandler;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.handler.CommandHandler;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The handlers by name, each with the terms of its {@code [handler.NAME]}; without one nobody may call it.
 *
 * <p>A built-in handler that never blocks runs on the receiving thread; with {@code lane = "true"} in
 * {@code [handler.NAME.settings]} it runs on a lane instead, like any other. Unsigned callers of a built-in get at most 200
 * bytes or three times their command's size.
 *
 * <p><b>Threading.</b> Any thread; look-ups take no lock.
 */
public final class HandlerRegistry {
    private final Map<String, HandlerPolicy> policies;
    /** Those that come with the agent: no other takes their names. */
    private final Map<String, RegisteredHandler> fixed = new HashMap<>();
    /** Of jars: they go before scripts. */
    private final Map<String, RegisteredHandler> plugins = new HashMap<>();

    private final Map<String, RegisteredHandler> scripts = new HashMap<>();
    private final Map<String, Script> scriptFiles = new HashMap<>();
    /** Of scripts, also of those that are gone, for as long as calls are in them: order is kept if one comes back. */
    private final Map<String, WeakReference<Lane>> scriptLanes = new HashMap<>();
    /** All of them, for those who look up. */
    private volatile Map<String, RegisteredHandler> handlers = Map.of();

    /** @param policies by handler name, from {@code [handler.NAME]} */
    public HandlerRegistry(Map<String, HandlerPolicy> policies) {
        this.policies = Map.copyOf(policies);
    }

    /** Adds a handler that comes with the agent. */
    public void addBuiltIn(BuiltIn builtIn) {
        HandlerPolicy policy = policyOf(builtIn.name());
        boolean onLane = Boolean.parseBoolean(policy.settings().get("lane"));
        RegisteredHandler.Terms terms = new RegisteredHandler.Terms(
                policy.deadline().toNanos(),
                policy.reply() == ReplyMode.RAW,
                true,
                builtIn.inline() && !onLane,
                builtIn.repeatable() || policy.repeatable(),
                policy.withoutClock());
        CommandHandler handler = builtIn.handler();
        add(new RegisteredHandler(
                builtIn.name(),
                callersOf(builtIn),
                terms,
                call -> handler.handle(call, call),
                new Lane(builtIn.name(), policy.concurrency(), policy.queue(), true)));
    }

    /** Adds a handler whose effect comes after its answer: for those who sign, framed, one call at a time. */
    public void addRestarting(String name, RestartingHandler handler) {
        HandlerPolicy policy = policyOf(name);
        RegisteredHandler.Terms terms = new RegisteredHandler.Terms(
                policy.deadline().toNanos(), false, true, false, false, policy.withoutClock());
        Runner runner = call -> {
            RestartingHandler.Outcome outcome = handler.handle(call, call.key());
            call.afterAnswer(outcome.afterAnswer());
            return outcome.reply();
        };
        Policy callers = Policy.of(policy.allow()).signedOnly();
        add(new RegisteredHandler(name, callers, terms, runner, new Lane(name, 1, policy.queue(), true)));
    }

    private Policy callersOf(BuiltIn builtIn) {
        HandlerPolicy configured = policies.get(builtIn.name());
        if (configured != null) {
            return Policy.of(configured.allow());
        }
        return builtIn.access() == BuiltIn.Access.OPEN ? Policy.ANYONE : Policy.NOBODY;
    }

    /**
     * Adds a handler that runs in this process on a lane of its own.
     *
     * @param concurrency how many calls may run at the same time; {@code [handler.NAME]} wins
     */
    public void addHandler(String name, CommandHandler handler, int concurrency) {
        HandlerPolicy configured = policies.get(name);
        int calls = configured == null ? concurrency : configured.concurrency();
        HandlerPolicy policy = policyOf(name);
        add(onLane(name, call -> handler.handle(call, call), policy, new Lane(name, calls, policy.queue(), true)));
    }

    private synchronized void add(RegisteredHandler handler) {
        if (!CommandGrammar.isName(handler.name())) {
            throw new IllegalArgumentException("not a handler's name: " + handler.name());
        }
        fixed.put(handler.name(), handler);
        publish();
    }

    private void publish() {
        Map<String, RegisteredHandler> all = new HashMap<>(scripts);
        all.putAll(plugins);
        all.putAll(fixed);
        // Never changed from here on. Not Map.copyOf: its probing made a command 8 % dearer with 500 handlers.
        handlers = all;
    }

    /** Whether a name belongs to a handler that comes with the agent. */
    synchronized boolean isFixed(String name) {
        return fixed.containsKey(name);
    }

    /** Whether a name belongs to a handler of this process, which a script cannot take over. */
    synchronized boolean isTaken(String name) {
        return fixed.containsKey(name) || plugins.containsKey(name);
    }

    /**
     * Replaces the scripts; one whose name stays keeps its lane and what waits there, also when its policy changes.
     *
     * @param found by valid name
     */
    synchronized void setScripts(Map<String, Script> found) {
        boolean changed = scripts.keySet().retainAll(found.keySet());
        scriptFiles.keySet().retainAll(found.keySet());
        scriptLanes.values().removeIf(lane -> lane.get() == null);
        for (Map.Entry<String, Script> each : found.entrySet()) {
            String name = each.getKey();
            Script script = each.getValue();
            Script earlier = scriptFiles.put(name, script);
            if (earlier == null || !script.policy().equals(earlier.policy())) {
                scripts.put(name, script(name, script));
                changed = true;
            }
        }
        if (changed) {
            publish();
        }
    }

    /**
     * Replaces the handlers of jars; one that is the same object keeps its lane and what waits there.
     *
     * @param found by valid name
     */
    synchronized void setPlugins(Map<String, LoadedHandler> found) {
        plugins.keySet().retainAll(found.keySet());
        found.forEach((name, loaded) -> plugins.compute(name, (same, earlier) -> plugin(loaded, earlier)));
        publish();
    }

    private RegisteredHandler plugin(LoadedHandler loaded, @Nullable RegisteredHandler earlier) {
        HandlerPolicy policy = policyOf(loaded.name());
        // What the handler cannot stand is no matter of taste: the configuration may only ask for less.
        int concurrency = Math.min(policy.concurrency(), loaded.concurrency());
        Lane lane = earlier == null ? new Lane(loaded.name(), concurrency, policy.queue(), true) : earlier.lane();
        lane.resize(concurrency, policy.queue());
        CommandHandler handler = loaded.handler();
        RegisteredHandler.Terms terms = terms(policy, policy.repeatable() || loaded.repeatable());
        Runner runner = call -> handler.handle(call, call);
        return new RegisteredHandler(loaded.name(), Policy.of(policy.allow()), terms, runner, lane);
    }

    private RegisteredHandler script(String name, Script script) {
        HandlerPolicy policy = script.policy();
        WeakReference<Lane> earlier = scriptLanes.get(name);
        Lane lane = earlier == null ? null : earlier.get();
        if (lane == null) {
            lane = new Lane(name, policy.concurrency(), policy.queue(), false);
            scriptLanes.put(name, new WeakReference<>(lane));
        } else {
            lane.resize(policy.concurrency(), policy.queue());
        }
        return onLane(name, script.runner(), policy, lane);
    }

    private static RegisteredHandler onLane(String name, Runner runner, HandlerPolicy policy, Lane lane) {
        RegisteredHandler.Terms terms = terms(policy, policy.repeatable());
        return new RegisteredHandler(name, Policy.of(policy.allow()), terms, runner, lane);
    }

    private static RegisteredHandler.Terms terms(HandlerPolicy policy, boolean repeatable) {
        return new RegisteredHandler.Terms(
                policy.deadline().toNanos(),
                policy.reply() == ReplyMode.RAW,
                false,
                false,
                repeatable,
                policy.withoutClock());
    }

    /** What {@code [handler.NAME]} says, or that nobody may call. */
    HandlerPolicy policyOf(String name) {
        return policies.getOrDefault(name, HandlerPolicy.DEFAULT);
    }

    /** The handler, if there is one and the principal may call it: nobody learns which of the two it was. */
    @Nullable
    RegisteredHandler find(String name, String principal) {
        RegisteredHandler handler = handlers.get(name);
        return handler != null && handler.policy().permits(principal) ? handler : null;
    }

    /** The handler, whoever may call it: for those who only look. */
    @Nullable
    RegisteredHandler get(String name) {
        return handlers.get(name);
    }

    /** Every handler, sorted by name. */
    List<RegisteredHandler> all() {
        return handlers.values().stream()
                .sorted(Comparator.comparing(RegisteredHandler::name))
                .toList();
    }

    /** The names of all handlers. */
    public Set<String> names() {
        return handlers.keySet();
    }

    /** What a script's sidecar says it does; empty for any other handler. */
    synchronized String description(String name) {
        Script script = isTaken(name) ? null : scriptFiles.get(name);
        return script == null ? "" : script.description();
    }

    /** The names that a principal may call, sorted. */
    public List<String> namesFor(String principal) {
        return handlers.values().stream()
                .filter(handler -> handler.policy().permits(principal))
                .map(RegisteredHandler::name)
                .sorted()
                .toList();
    }
}
