package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.at.UrcType;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.ModemDriver;
import java.time.Duration;
import java.util.List;

/** Any modem: registration, signal and context by 27.007. */
public final class GenericDriver implements ModemDriver {
    /** URCs of 27.007 and the boot words that several families share. */
    public static final List<UrcType> URCS = List.of(
            UrcType.starting("+CREG:"),
            UrcType.starting("+CGREG:"),
            UrcType.starting("+CEREG:"),
            UrcType.starting("+CGEV:"),
            UrcType.starting("+CPIN:"),
            UrcType.starting("+CFUN:"),
            UrcType.starting("+CSQ:"),
            UrcType.starting("+CTZV:"),
            UrcType.starting("+CTZE:"),
            UrcType.starting("RING"),
            UrcType.line("NO CARRIER"),
            UrcType.boot("RDY"),
            UrcType.boot("*ATREADY: 1"),
            UrcType.line("APP RDY"),
            UrcType.line("SMS DONE"),
            UrcType.line("PB DONE"),
            UrcType.line("SMS Ready"),
            UrcType.line("SMS READY"),
            UrcType.line("Call Ready"),
            UrcType.line("POWERED DOWN"),
            UrcType.line("NORMAL POWER DOWN"));

    /** Worst cases over all families of facts; 27.007 itself states none. */
    static final ModemProfile PROFILE = ModemProfile.of("generic", "generic")
            .iccid(List.of("AT+CCID", "AT+ICCID", "AT+QCCID", "AT+CICCID"))
            .patience(Patience.ACTIVATE, 150)
            .patience(Patience.DEACTIVATE, 150)
            .patience(Patience.SEARCH, 180)
            .patience(Patience.ATTACH, 140)
            .patience(Patience.RADIO, 30)
            .patience(Patience.POWER, 15)
            .gap(Duration.ofMillis(20))
            .boot(Duration.ofSeconds(30))
            .build();

    @Override
    public String name() {
        return "generic";
    }

    @Override
    public boolean speaks(ModemIdentity identity) {
        return true;
    }

    @Override
    public AtDialect dialect() {
        return new AtDialect(List.of(), URCS, PROFILE.commandGap());
    }

    @Override
    public List<ModemProfile> profiles() {
        return List.of(PROFILE);
    }

    @Override
    public Modem attach(Attachment attachment, ModemProfile profile) {
        return new GenericModem(attachment, profile).listening();
    }
}
