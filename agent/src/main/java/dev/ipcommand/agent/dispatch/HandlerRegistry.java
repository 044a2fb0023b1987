package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.handler.CommandHandler;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Set<String> scripts = new HashSet<>();
    private volatile Map<String, RegisteredHandler> handlers = Map.of();

    /** @param policies by handler name, from {@code [handler.NAME]} */
    public HandlerRegistry(Map<String, HandlerPolicy> policies) {
        this.policies = Map.copyOf(policies);
    }

    /** Adds a handler that comes with the agent. */
    public void addBuiltIn(BuiltIn builtIn) {
        HandlerPolicy configured = policies.get(builtIn.name());
        HandlerPolicy policy = configured == null ? HandlerPolicy.DEFAULT : configured;
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
                policyOf(builtIn, configured),
                terms,
                call -> handler.handle(call, call),
                new Lane(builtIn.name(), policy.concurrency(), policy.queue(), true)));
    }

    /** Adds a handler whose effect comes after its answer: for those who sign, framed, one call at a time. */
    public void addRestarting(String name, RestartingHandler handler) {
        HandlerPolicy configured = policies.get(name);
        HandlerPolicy policy = configured == null ? HandlerPolicy.DEFAULT : configured;
        RegisteredHandler.Terms terms = new RegisteredHandler.Terms(
                policy.deadline().toNanos(), false, true, false, false, policy.withoutClock());
        Runner runner = call -> {
            RestartingHandler.Outcome outcome = handler.handle(call, call.key());
            call.trace().onAnswered(outcome.afterAnswer());
            return outcome.reply();
        };
        Policy callers = Policy.of(policy.allow()).signedOnly();
        add(new RegisteredHandler(name, callers, terms, runner, new Lane(name, 1, policy.queue(), true)));
    }

    private static Policy policyOf(BuiltIn builtIn, @Nullable HandlerPolicy configured) {
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
        add(onLane(name, call -> handler.handle(call, call), calls, true));
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
        return handlers.containsKey(name) && !scripts.contains(name);
    }

    /**
     * Replaces the scripts; one whose name stays keeps its lane and what waits there.
     *
     * @param runners by valid name
     */
    synchronized void setScripts(Map<String, Runner> runners) {
        Map<String, RegisteredHandler> changed = new HashMap<>(handlers);
        for (String name : scripts) {
            if (!runners.containsKey(name)) {
                changed.remove(name);
            }
        }
        scripts.retainAll(runners.keySet());
        runners.forEach((name, runner) -> {
            if (!changed.containsKey(name)) {
                changed.put(name, onLane(name, runner, policyOf(name).concurrency(), false));
                scripts.add(name);
            }
        });
        handlers = Map.copyOf(changed);
    }

    private RegisteredHandler onLane(String name, Runner runner, int concurrency, boolean inProcess) {
        HandlerPolicy policy = policyOf(name);
        RegisteredHandler.Terms terms = new RegisteredHandler.Terms(
                policy.deadline().toNanos(),
                policy.reply() == ReplyMode.RAW,
                false,
                false,
                policy.repeatable(),
                policy.withoutClock());
        return new RegisteredHandler(
                name, Policy.of(policy.allow()), terms, runner, new Lane(name, concurrency, policy.queue(), inProcess));
    }

    private HandlerPolicy policyOf(String name) {
        return policies.getOrDefault(name, HandlerPolicy.DEFAULT);
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
