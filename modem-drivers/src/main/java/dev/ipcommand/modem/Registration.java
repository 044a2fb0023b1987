package dev.ipcommand.modem;

import java.util.OptionalInt;

/**
 * Whether a network takes the modem (27.007 §10.1.22).
 *
 * @param status what the network said
 * @param accessTechnology the AcT code if told
 * @param rejectCause why the network refused, if told
 */
public record Registration(Status status, OptionalInt accessTechnology, OptionalInt rejectCause) {
    /** {@code <stat>} by meaning; a Super SIM roams nearly always. */
    public enum Status {
        IDLE,
        HOME,
        SEARCHING,
        DENIED,
        UNKNOWN,
        ROAMING,
        /** Registered for SMS or emergency only: no data. */
        LIMITED
    }

    /** Whether data can flow. */
    public boolean isRegistered() {
        return status == Status.HOME || status == Status.ROAMING;
    }
}
