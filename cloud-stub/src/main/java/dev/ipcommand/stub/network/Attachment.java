package dev.ipcommand.stub.network;

import java.time.Instant;
import java.util.Optional;

/**
 * A Sim's place in the packet network.
 *
 * @param deviceIp its address, or the last it had; empty before the first
 * @param newAddress each attach gets another address than the one before had
 * @param leaseSeconds how long an attachment lasts without renewal; 0 = for good
 * @param leaseEnd when it runs out; empty = never, or not attached
 */
public record Attachment(
        boolean attached,
        Optional<String> deviceIp,
        boolean newAddress,
        int leaseSeconds,
        Optional<Instant> leaseEnd,
        Session session,
        Conditions conditions) {
    static final Attachment NONE =
            new Attachment(false, Optional.empty(), false, 0, Optional.empty(), new Session(0, 0), Conditions.IDEAL);

    /**
     * The data connection.
     *
     * @param number counts the Sim's attaches
     * @param signalled network time in nanoseconds of the latest attach, or of the latest change of how the device sleeps
     */
    public record Session(int number, long signalled) {}

    Attachment detached() {
        return new Attachment(false, deviceIp, newAddress, 0, Optional.empty(), session, conditions);
    }

    boolean expired(Instant now) {
        return attached && leaseEnd.map(end -> !now.isBefore(end)).orElse(false);
    }
}
