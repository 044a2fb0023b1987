package dev.ipcommand.agent.control;

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

    /**
     * Stores a message to be sent to the gateway.
     *
     * @param payload 1 to 1300 bytes
     */
    Accepted send(byte[] payload);
}
