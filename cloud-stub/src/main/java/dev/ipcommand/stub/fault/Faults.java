package dev.ipcommand.stub.fault;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The rules in force, oldest first; the first that meets a request is used up by one. Threading: safe. At most 64 rules. */
public final class Faults {
    private static final int MAX_RULES = 64;

    private final List<Fault> rules = new ArrayList<>();

    /** Adds a rule behind the others; refuses the 65th. */
    public synchronized void add(Fault fault) {
        if (rules.size() >= MAX_RULES) {
            throw new ApiException(ErrorCode.CONFLICT, "there are already " + MAX_RULES + " fault rules");
        }
        rules.add(fault);
    }

    /** Removes every rule. */
    public synchronized void clear() {
        rules.clear();
    }

    /** The rules in force. */
    public synchronized List<Fault> rules() {
        return List.copyOf(rules);
    }

    /** True if some rule looks at which Sim a request is for. */
    public synchronized boolean dependOnSim() {
        return rules.stream().anyMatch(rule -> rule.scope().sim().isPresent());
    }

    /**
     * The rule that spoils this request, if any.
     *
     * @param sim what the Sim it is for is known by; empty if it is for none
     */
    public Optional<Fault.Effect> takeForRequest(String method, String path, Set<String> sim) {
        return take(rule -> rule.effect().errorCode() == 0
                && rule.scope().method().map(method::equals).orElse(true)
                && rule.scope().path().map(path::startsWith).orElse(true)
                && rule.scope().sim().map(sim::contains).orElse(true));
    }

    /**
     * The rule that spoils a delivery, if any.
     *
     * @param sim what the Sim is known by
     */
    public Optional<Fault.Effect> takeForDelivery(Set<String> sim) {
        return take(rule -> rule.effect().errorCode() != 0
                && rule.scope().sim().map(sim::contains).orElse(true));
    }

    private synchronized Optional<Fault.Effect> take(Predicate<Fault> meets) {
        for (int i = 0; i < rules.size(); i++) {
            Fault rule = rules.get(i);
            if (meets.test(rule)) {
                if (rule.count() <= 1) {
                    rules.remove(i);
                } else {
                    rules.set(i, rule.less());
                }
                return Optional.of(rule.effect());
            }
        }
        return Optional.empty();
    }
}
