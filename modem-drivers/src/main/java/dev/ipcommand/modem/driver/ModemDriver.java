package dev.ipcommand.modem.driver;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.at.AtDialect;
import java.util.List;

/** Makes modems of one dialect. Stateless. */
public interface ModemDriver {
    /** As in the configuration: {@code quectel}. */
    String name();

    /** Whether a modem that says so speaks this dialect. */
    boolean speaks(ModemIdentity identity);

    /** What it knows of models, the most particular first; the last one does for any modem of the dialect. */
    List<ModemProfile> profiles();

    /** How its byte stream is to be read. */
    AtDialect dialect();

    /** The modem at the other end of an open channel; takes the channel over and closes it with the modem. */
    Modem attach(Attachment attachment, ModemProfile profile);

    /** The same with the first of its own profiles that fits. */
    default Modem attach(Attachment attachment) {
        return attach(attachment, profileOf(attachment.identity()));
    }

    /** The first of its own profiles that fits, else the last. */
    default ModemProfile profileOf(ModemIdentity identity) {
        List<ModemProfile> known = profiles();
        return known.stream()
                .filter(profile -> profile.fits(identity))
                .findFirst()
                .orElse(known.get(known.size() - 1));
    }
}
