package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.at.BlockRule;
import dev.ipcommand.modem.at.UrcType;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.ModemDriver;
import dev.ipcommand.modem.driver.generic.GenericDriver;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** EC2x, EG2x, EG9x, BG95, BG96, BG77. */
public final class QuectelDriver implements ModemDriver {
    /** {@code +QIURC: "recv",<id>,<len>,"<ip>",<port>} (§2.3.3): without an address no data follows, the length is news. */
    static final BlockRule PUSHED = line -> {
        if (!line.startsWith("+QIURC:")) {
            return BlockRule.NONE;
        }
        AtParameters p = AtParameters.of(line.substring("+QIURC:".length()));
        return p.text(0).equals("recv") && p.size() >= 5 ? p.number(2).orElse(BlockRule.NONE) : BlockRule.NONE;
    };

    /** {@code +QIRD: <len>[,"<ip>",<port>]}; with three bare numbers it is the answer to a question for counters. */
    static final BlockRule READ = line -> {
        if (!line.startsWith("+QIRD:")) {
            return BlockRule.NONE;
        }
        AtParameters p = AtParameters.of(line.substring("+QIRD:".length()));
        boolean counters = p.size() == 3 && p.number(1).isPresent();
        return counters ? BlockRule.NONE : p.number(0).orElse(BlockRule.NONE);
    };

    private static final List<UrcType> URCS = List.of(
            UrcType.starting("+QIURC:"),
            UrcType.starting("+QIOPEN:"),
            UrcType.starting("+QIND:"),
            UrcType.starting("+QUSIM:"),
            UrcType.starting("+QNWINFO URC:"),
            UrcType.line("PSM POWER DOWN"),
            UrcType.line("CLOSED"));

    @Override
    public String name() {
        return "quectel";
    }

    @Override
    public boolean speaks(ModemIdentity identity) {
        return identity.manufacturer().toLowerCase(Locale.ROOT).contains("quectel")
                || identity.model().matches("(?i)(Quectel[ _]?)?(EC2|EC20|EG2|EG9|BG9|BG77|BG600|EC80|EG80).*");
    }

    @Override
    public AtDialect dialect() {
        return new AtDialect(
                List.of(PUSHED, READ),
                Stream.concat(GenericDriver.URCS.stream(), URCS.stream()).toList(),
                QuectelProfiles.GAP);
    }

    @Override
    public List<ModemProfile> profiles() {
        return QuectelProfiles.ALL;
    }

    @Override
    public Modem attach(Attachment attachment, ModemProfile profile) {
        return new QuectelModem(attachment, profile).listening();
    }
}
