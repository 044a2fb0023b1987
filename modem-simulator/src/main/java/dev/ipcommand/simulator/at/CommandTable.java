package dev.ipcommand.simulator.at;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The commands that a modem knows. Filled once, then read on the modem's timeline only. */
public final class CommandTable {
    private final Map<String, Entry> entries = new HashMap<>();

    /** What runs a command: ends the exchange now or later. */
    @FunctionalInterface
    public interface Action {
        /** Runs it. */
        void run(Arguments arguments, Exchange exchange);
    }

    /** The forms of one command. */
    public static final class Entry {
        private final Map<Command.Kind, Action> actions = new EnumMap<>(Command.Kind.class);

        private Entry() {}

        /** {@code +X}. */
        public Entry execute(Action action) {
            actions.put(Command.Kind.EXECUTE, action);
            return this;
        }

        /** {@code +X?}. */
        public Entry read(Action action) {
            actions.put(Command.Kind.READ, action);
            return this;
        }

        /** {@code +X=1}. */
        public Entry set(Action action) {
            actions.put(Command.Kind.SET, action);
            return this;
        }

        /** {@code +X=?}, answered with one line, or {@code OK} alone for an empty one. */
        public Entry test(String line) {
            actions.put(Command.Kind.TEST, (arguments, exchange) -> {
                if (!line.isEmpty()) {
                    exchange.info(line);
                }
                exchange.ok();
            });
            return this;
        }
    }

    /** The entry of a command, made if it is new. */
    public Entry on(String name) {
        return entries.computeIfAbsent(name, any -> new Entry());
    }

    /** A test form that takes time or says more than a line. */
    public void onTest(String name, Action action) {
        on(name).actions.put(Command.Kind.TEST, action);
    }

    /** What runs a command, if this modem knows it in this form. */
    public Optional<Action> find(Command command) {
        Entry entry = entries.get(command.name());
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.actions.get(command.kind()));
    }
}
