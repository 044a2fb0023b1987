package dev.ipcommand.modem.driver.simcomcip;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SIM7500, SIM7600, A7670 and its kin, SIM767x. */
public final class SimcomCipDriver implements ModemDriver {
    private static final Pattern PUSHED = Pattern.compile("\\+IPD,? ?([0-9]{1,5}):?");
    private static final Pattern RECEIVED = Pattern.compile("\\+RECEIVE, ?([0-9]{1,2}), ?([0-9]{1,5}):?");

    /** {@code +IPD<len>} (§11.1.21, CIPCCFG header type 0). */
    static final BlockRule IPD = line -> number(PUSHED.matcher(line), 1);

    /** {@code +RECEIVE,<link>,<len>} (header type 1). */
    static final BlockRule RECEIVE = line -> number(RECEIVED.matcher(line), 2);

    /** {@code +CIPRXGET: 2,<link>,<len>,<rest>} (§11.1.20). */
    static final BlockRule BUFFERED = line -> {
        if (!line.startsWith("+CIPRXGET:")) {
            return BlockRule.NONE;
        }
        AtParameters p = AtParameters.of(line.substring("+CIPRXGET:".length()));
        return p.number(0).orElse(0) == 2 ? p.number(2).orElse(BlockRule.NONE) : BlockRule.NONE;
    };

    private static final List<UrcType> URCS = List.of(
            UrcType.starting("RECV FROM:"),
            UrcType.starting("+RECV FROM:"),
            UrcType.starting("+IPD"),
            UrcType.starting("+RECEIVE,"),
            UrcType.starting("+CIPRXGET: 1,"),
            UrcType.starting("+CIPOPEN:"),
            UrcType.starting("+CIPSEND:"),
            UrcType.starting("+CIPCLOSE:"),
            UrcType.starting("+IPCLOSE:"),
            UrcType.starting("+CIPEVENT:"),
            UrcType.starting("+NETOPEN:"),
            UrcType.starting("+NETCLOSE:"),
            UrcType.starting("+CIPERROR:"));

    /**
     * NETOPEN, CIPOPEN and CIPSEND 120 s (§11.1, {@code +CIPTIMEOUT}); NETCLOSE and CIPCLOSE the same by inference; a read 8 s
     * (SIM767x manual). The wait for payload is not documented: inferred. The UART note's 20 ms
     * gap is for the first command after a wake-up by DTR, which is not used. CGATT and CFUN: the SIM767x manual's 45 s and
     * 25 s with a margin, COPS: 60 s on A76xx, not stated on SIM7600, so the longest of all families. CRESET and CPOF 9 s on
     * A76xx. The UART answers 11 s after the power key on A76xx (hardware guide), 11 to 16 s on SIM7600 (inferred).
     * {@code +CATR}: 0 all ports, 1 UART, 3 the USB AT port.
     */
    static final ModemProfile PROFILE = ModemProfile.of("simcomcip", "sim7600")
            .models("SIM7[56]|A76|SIM767")
            .pushesDatagrams(true)
            .urcPorts(new ModemProfile.UrcPorts("3", "1", "0"))
            .iccid(List.of("AT+CICCID", "AT+CCID", "AT+ICCID"))
            // 1 sleeps by DTR, 2 by itself when the UART is quiet (sleep mode note).
            .repairs(List.of(new ModemProfile.Repair("+CSCLK", Set.of(1, 2), 0)))
            .restart(List.of("AT+CRESET", "AT+CFUN=1,1"))
            .powerOff(List.of("AT+CPOF"))
            .patience(Patience.ACTIVATE, 120)
            .patience(Patience.DEACTIVATE, 120)
            .patience(Patience.OPEN, 120)
            .patience(Patience.SEND, 120)
            .patience(Patience.READ, 8)
            .patience(Patience.CLOSE, 120)
            .patience(Patience.PROMPT, 10)
            .patience(Patience.INPUT_WINDOW, 10)
            .patience(Patience.SEARCH, 180)
            .patience(Patience.ATTACH, 75)
            .patience(Patience.RADIO, 30)
            .patience(Patience.POWER, 15)
            .boot(Duration.ofSeconds(20))
            .build();

    private static int number(Matcher matcher, int group) {
        return matcher.matches() ? Integer.parseInt(matcher.group(group)) : BlockRule.NONE;
    }

    @Override
    public String name() {
        return "simcomcip";
    }

    @Override
    public boolean speaks(ModemIdentity identity) {
        return identity.model().matches("(?i)(SIMCOM[_ ]?)?(SIM7[56][0-9]{2}|SIM767|A76[0-9]{2}).*");
    }

    @Override
    public AtDialect dialect() {
        return new AtDialect(
                List.of(IPD, RECEIVE, BUFFERED),
                Stream.concat(GenericDriver.URCS.stream(), URCS.stream()).toList(),
                PROFILE.commandGap());
    }

    @Override
    public List<ModemProfile> profiles() {
        return List.of(PROFILE);
    }

    @Override
    public Modem attach(Attachment attachment, ModemProfile profile) {
        return new SimcomCipModem(attachment, profile).listening();
    }
}
