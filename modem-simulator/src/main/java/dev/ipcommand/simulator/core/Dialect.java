package dev.ipcommand.simulator.core;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command set wants to know of the modem that it is part of. Called on the modem's timeline. */
public interface Dialect {
    /** The modem restarts: whatever is not saved is gone. */
    default void restarted() {}

    /** Whether a boot message is printed: some modems can be told to keep quiet. */
    default boolean announces(String bootLine) {
        return true;
    }

    /** The network took the contexts away. */
    default void contextsLost(Set<Integer> contexts) {}

    /** The address changed and nobody said so: sockets of the old one hear nothing any more. */
    default void addressChanged() {}

    /** The modem's own stack closes the sockets, and says so. */
    default void closeEndpoints() {}

    /** A datagram that no network brought: for hostile payloads. */
    default void inject(byte[] payload) {}

    /** The SIM is back after a refresh. */
    default void simRefreshed() {}

    /** Open sockets, for status. */
    default List<Map<String, Object>> sockets() {
        return List.of();
    }
}
