package dev.ipcommand.stub.network;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a bench or a modem asks for; what is absent stays as it is.
 *
 * @param newAddress whether each attach gets another address than the one before had, unless {@code deviceIp} names one
 * @param conditions from the present conditions to the wanted ones
 */
public record Change(
        Optional<Boolean> attached,
        Optional<String> deviceIp,
        Optional<Boolean> newAddress,
        Optional<Integer> leaseSeconds,
        UnaryOperator<Conditions> conditions) {
    /** Changes nothing. */
    public static final Change NONE = new Change(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), UnaryOperator.identity());
}
