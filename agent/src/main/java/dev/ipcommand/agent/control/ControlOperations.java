package dev.ipcommand.agent.control;

import dev.ipcommand.agent.outage.Outage;
import java.util.List;
import java.util.Map;

/** What the control socket may ask of the agent. Called on the {@code control} thread, but for {@link #desk}. */
public interface ControlOperations {
    /** What became of a message for the outbox. */
    enum Accepted {
        /** On the disk: it leaves when the session is up. */
        DURABLE,
        /** Nothing was stored: 256 messages wait already. */
        FULL,
        /** Nothing was stored: the disk refused it. */
        FAILED
    }

    StatusReport status();

    /** Who answers for the modem. */
    ModemDesk desk();

    /** The last outages, newest first. */
    default List<Outage> outages() {
        return List.of();
    }

    /** What only the agent can tell {@code ipcommand doctor}: texts by name, without identities; what is unknown is absent. */
    default Map<String, String> doctor() {
        return Map.of();
    }

    /**
     * Stores a message to be sent to the gateway.
     *
     * @param payload 1 to 1300 bytes
     */
    Accepted send(byte[] payload);
}
