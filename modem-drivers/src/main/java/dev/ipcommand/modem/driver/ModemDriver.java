package dev.ipcommand.modem.driver;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.at.AtDialect;

/** Makes modems of one dialect. Stateless. */
public interface ModemDriver {
    /** As in the configuration: {@code quectel}. */
    String name();

    /** Whether a modem that says so speaks this dialect. */
    boolean speaks(ModemIdentity identity);

    /** How its byte stream is to be read. */
    AtDialect dialect();

    /** The modem at the other end of an open channel; takes the channel over and closes it with the modem. */
    Modem attach(Attachment attachment);
}
