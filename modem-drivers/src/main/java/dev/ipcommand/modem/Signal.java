package dev.ipcommand.modem;

import java.util.OptionalInt;

/**
 * Signal strength. Unknown is empty, never a worst value.
 *
 * @param rssiDbm received signal strength, -113 to -25 dBm
 * @param rsrpDbm LTE reference signal power, -141 to -44 dBm
 */
public record Signal(OptionalInt rssiDbm, OptionalInt rsrpDbm) {
    /** Nothing known. */
    public static final Signal UNKNOWN = new Signal(OptionalInt.empty(), OptionalInt.empty());
}
