package dev.ipcommand.stub.network;

import java.time.Instant;
import java.util.Optional;

/**
 * A Sim's place in the packet network.
 *
 * @param deviceIp its address, or the last it had; empty before the first
 * @param leaseSeconds how long an attachment lasts without renewal; 0 = for good
 * @param leaseEnd when it runs out; empty = never, or not attached
 */
public record Attachment(
        boolean attached,
        Optional<String> deviceIp,
        int leaseSeconds,
        Optional<Instant> leaseEnd,
        Conditions conditions) {
    static final Attachment NONE = new Attachment(false, Optional.empty(), 0, Optional.empty(), Conditions.IDEAL);

    Attachment detached() {
        return new Attachment(false, deviceIp, 0, Optional.empty(), conditions);
    }

    boolean expired(Instant now) {
        return attached && leaseEnd.map(end -> !now.isBefore(end)).orElse(false);
    }
}
