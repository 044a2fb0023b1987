package dev.ipcommand.simulator.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The faults that are on. Used on the modem's timeline only. */
public final class Faults {
    private final Map<Fault, FaultOrder> on = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);

    /** Turns a fault on, replacing an earlier order for it. */
    public void set(FaultOrder order) {
        on.put(order.fault(), order);
    }

    /** Turns a fault off. */
    public void clear(Fault fault) {
        on.remove(fault);
    }

    /** Whether a fault is on. */
    public boolean isOn(Fault fault) {
        return on.containsKey(fault);
    }

    /** The order of a fault that is on; does not spend it. */
    public Optional<FaultOrder> order(Fault fault) {
        return Optional.ofNullable(on.get(fault));
    }

    /** Spends one of a counted fault: the order as it was, or empty if it is off. */
    public Optional<FaultOrder> spend(Fault fault) {
        FaultOrder order = on.get(fault);
        if (order == null) {
            return Optional.empty();
        }
        count(fault);
        if (order.number() <= 1) {
            on.remove(fault);
        } else {
            on.put(fault, new FaultOrder(fault, order.number() - 1, order.word(), order.afterSeconds()));
        }
        return Optional.of(order);
    }

    /** Notes that a fault has happened. */
    public void count(Fault fault) {
        fired.merge(fault, 1, Integer::sum);
    }

    /** The faults that are on, by id. */
    public Map<Fault, FaultOrder> active() {
        return Map.copyOf(on);
    }

    /** How often each fault has happened. */
    public Map<Fault, Integer> fired() {
        return Map.copyOf(fired);
    }
}
