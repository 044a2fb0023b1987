package dev.ipcommand.modem.driver;

import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtClock;

/**
 * A modem that answered, before it has a driver.
 *
 * @param channel in step
 * @param identity what it said
 * @param portKind what our port is, for modems that must be told where URCs go
 * @param clock the channel's
 */
public record Attachment(AtChannel channel, ModemIdentity identity, PortKind portKind, AtClock clock) {
    /** What a tty hangs on. */
    public enum PortKind {
        USB,
        UART,
        /** A pseudo-terminal, or something in memory: as the profile says. */
        UNKNOWN
    }
}
