package dev.ipcommand.modem.driver.simcomca;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.at.BlockRule;
import dev.ipcommand.modem.at.UrcType;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.ModemDriver;
import dev.ipcommand.modem.driver.generic.GenericDriver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * SIM7070, SIM7080, SIM7090 (AT manual V1.05, TCPUDP(S) note V1.03). Not SIM7000, whose {@code +CNACT} takes other
 * arguments.
 */
public final class SimcomCaDriver implements ModemDriver {
    /** {@code +CAURC: "recv",<cid>,<len>[,<ip>,<port>]}, the data after the line's end; with or without quotes. */
    static final BlockRule PUSHED = line -> {
        if (!line.startsWith("+CAURC:")) {
            return BlockRule.NONE;
        }
        AtParameters p = AtParameters.of(line.substring("+CAURC:".length()));
        return p.text(0).equals("recv") ? p.number(2).orElse(BlockRule.NONE) : BlockRule.NONE;
    };

    /** {@code +CARECV: [<ip>,<port>,]<len>,}: the data follow the comma on the same line. */
    static final BlockRule READ = new BlockRule() {
        @Override
        public int afterLine(String line) {
            return NONE;
        }

        @Override
        public int withinLine(String partial) {
            if (!partial.startsWith("+CARECV:") || !partial.endsWith(",")) {
                return NONE;
            }
            // The last parameter is the empty one after the comma.
            AtParameters p = AtParameters.of(partial.substring("+CARECV:".length()));
            return switch (p.size()) {
                case 2 -> p.number(0).orElse(NONE);
                case 4 -> p.number(2).orElse(NONE);
                default -> NONE;
            };
        }
    };

    private static final List<UrcType> URCS = List.of(
            UrcType.starting("+CAURC:"),
            UrcType.starting("+CADATAIND:"),
            UrcType.starting("+CANEW:"),
            UrcType.starting("+CASTATE:"),
            UrcType.starting("+CASERVER:"),
            // Firmware that tells what became of a send does so after its OK.
            UrcType.starting("+CASEND:"),
            UrcType.starting("+APP PDP:"),
            UrcType.starting("+PDP:"),
            UrcType.starting("+CEDRXP:"),
            UrcType.starting("+CPSI:"),
            UrcType.starting("UNDER-VOLTAGE"),
            UrcType.starting("OVER-VOLTAGE"),
            UrcType.starting("DST:"));

    /**
     * The manual has no figure for CNACT and the CA commands, so all but the input window is inferred. CNACT: 65 s, as this
     * maker's CIPSHUT. Opening: 45 s, for a result line may come half a minute after its {@code OK}. Reading and closing ask
     * only the modem: 10 s, twice its plain commands. A send fills a buffer that the network empties: 30 s. The input window
     * is 5 s unless the command says otherwise (1300 bytes at 9600 baud take 1.4 s); one more for the line. AT manual: COPS
     * 120 s, CGATT 75 s, CFUN 10 s (30 s here: its answer waits for the SIM). Boot: 10 s in Zephyr's driver, 4.5 s in the
     * SIM7000's hardware guide.
     *
     * <p>{@code +CSCLK} 1 and 2 sleep, and a sleeping UART hears nobody (AT manual). {@code +CMNB=2} is NB-IoT alone, in which a
     * Super SIM never registers; 1 is Cat-M, 3 both (inferred from the platform's guide, which sets 1).
     */
    static final ModemProfile PROFILE = ModemProfile.of("simcomca", "sim7080")
            .models("(?<![A-Z0-9])SIM70[789]0")
            .pushesDatagrams(true)
            .iccid(List.of("AT+CCID", "AT+ICCID"))
            .repairs(List.of(
                    new ModemProfile.Repair("+CSCLK", Set.of(1, 2), 0), new ModemProfile.Repair("+CMNB", Set.of(2), 1)))
            .restart(List.of("AT+CREBOOT", "AT+CFUN=1,1"))
            .powerOff(List.of("AT+CPOWD=1"))
            .patience(Patience.ACTIVATE, 65)
            .patience(Patience.DEACTIVATE, 65)
            .patience(Patience.OPEN, 45)
            .patience(Patience.SEND, 30)
            .patience(Patience.READ, 10)
            .patience(Patience.CLOSE, 10)
            .patience(Patience.PROMPT, 5)
            .patience(Patience.INPUT_WINDOW, 6)
            .patience(Patience.SEARCH, 120)
            .patience(Patience.ATTACH, 75)
            .patience(Patience.RADIO, 30)
            .patience(Patience.POWER, 10)
            .boot(Duration.ofSeconds(10))
            .build();

    @Override
    public String name() {
        return "simcomca";
    }

    /** The manufacturer too: where only {@code ATI} is answered, its one line is taken for that. */
    @Override
    public boolean speaks(ModemIdentity identity) {
        return PROFILE.fits(identity);
    }

    @Override
    public AtDialect dialect() {
        return new AtDialect(
                List.of(PUSHED, READ),
                Stream.concat(GenericDriver.URCS.stream(), URCS.stream()).toList(),
                PROFILE.commandGap());
    }

    @Override
    public List<ModemProfile> profiles() {
        return List.of(PROFILE);
    }

    @Override
    public Modem attach(Attachment attachment, ModemProfile profile) {
        return new SimcomCaModem(attachment, profile).listening();
    }
}
