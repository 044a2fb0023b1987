package dev.ipcommand.agent.security;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The names by which a token may mean this device.
 *
 * @param name of the configuration, if it is this device's own and not the default that every device has
 * @param iccid of the SIM; empty until the modem has told it
 */
public record Audience(Optional<String> name, Supplier<Optional<String>> iccid) {
    boolean isMeant(List<String> audience) {
        return name.filter(audience::contains).isPresent()
                || iccid.get().filter(audience::contains).isPresent();
    }
}
