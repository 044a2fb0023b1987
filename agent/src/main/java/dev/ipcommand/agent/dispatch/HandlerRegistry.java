package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.handler.CommandHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handlers by name, each with the terms of its {@code [handler.NAME]}; without one nobody may call it.
 *
 * <p>A built-in handler runs on the receiving thread; with {@code lane = "true"} in {@code [handler.NAME.settings]} it
 * runs on a lane instead, like any other. Without a {@code [handler.NAME]} it answers anyone, with at most 200 bytes or
 * three times the command's size; with one, exactly whom that says, with up to 1300 bytes.
 *
 * <p><b>Threading.</b> Any thread; look-ups take no lock.
 */
public final class HandlerRegistry {
    private static final HandlerPolicy DEFAULT = HandlerPolicy.DEFAULT;

    private final Map<String, HandlerPolicy> policies;
    private final Map<String, HandlerPolicy> scripts = new HashMap<>();
    private volatile Map<String, RegisteredHandler> handlers = Map.of();

    /** @param policies by handler name, from {@code [handler.NAME]} */
    public HandlerRegistry(Map<String, HandlerPolicy> policies) {
        this.policies = Map.copyOf(policies);
    }

    /** Adds a handler that never blocks. */
    public void addBuiltIn(String name, CommandHandler handler) {
        HandlerPolicy configured = policies.get(name);
        HandlerPolicy policy = configured == null ? DEFAULT : configured;
        boolean onLane = Boolean.parseBoolean(policy.settings().get("lane"));
        Lane lane = onLane ? new Lane(name, policy.concurrency(), policy.queue(), true) : null;
        add(new RegisteredHandler(
                name,
                configured == null ? Policy.ANYONE : Policy.of(policy.allow()),
                policy.deadline().toNanos(),
                policy.reply() == ReplyMode.RAW,
                configured == null,
                call -> handler.handle(call, call),
                lane));
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
        Map<String, RegisteredHandler> changed = new HashMap<>(handlers);
        changed.put(handler.name(), handler);
        scripts.remove(handler.name());
        handlers = Map.copyOf(changed);
    }

    /** Whether a name belongs to a handler of this process, which a script cannot take over. */
    synchronized boolean isTaken(String name) {
        return handlers.containsKey(name) && !scripts.containsKey(name);
    }

    /**
     * Replaces the scripts; one whose name stays keeps its lane and what waits there, also when its policy changes.
     *
     * @param found by valid name
     */
    synchronized void setScripts(Map<String, Script> found) {
        Map<String, RegisteredHandler> changed = new HashMap<>(handlers);
        for (String name : scripts.keySet()) {
            if (!found.containsKey(name)) {
                changed.remove(name);
            }
        }
        scripts.keySet().retainAll(found.keySet());
        found.forEach((name, script) -> {
            if (!changed.containsKey(name) || scripts.containsKey(name)) {
                HandlerPolicy earlier = scripts.put(name, script.policy());
                if (!script.policy().equals(earlier)) {
                    changed.put(name, script(name, script, changed.get(name)));
                }
            }
        });
        handlers = Map.copyOf(changed);
    }

    private static RegisteredHandler script(String name, Script script, @Nullable RegisteredHandler earlier) {
        HandlerPolicy policy = script.policy();
        Lane lane = earlier == null ? null : earlier.lane();
        if (lane == null) {
            lane = new Lane(name, policy.concurrency(), policy.queue(), false);
        } else {
            lane.resize(policy.concurrency(), policy.queue());
        }
        return onLane(name, script.runner(), policy, lane);
    }

    private static RegisteredHandler onLane(String name, Runner runner, HandlerPolicy policy, Lane lane) {
        return new RegisteredHandler(
                name,
                Policy.of(policy.allow()),
                policy.deadline().toNanos(),
                policy.reply() == ReplyMode.RAW,
                false,
                runner,
                lane);
    }

    /** What {@code [handler.NAME]} says, or that nobody may call. */
    HandlerPolicy policyOf(String name) {
        return policies.getOrDefault(name, DEFAULT);
    }

    /** The handler, if there is one and the principal may call it: nobody learns which of the two it was. */
    @Nullable
    RegisteredHandler find(String name, String principal) {
        RegisteredHandler handler = handlers.get(name);
        return handler != null && handler.policy().permits(principal) ? handler : null;
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
