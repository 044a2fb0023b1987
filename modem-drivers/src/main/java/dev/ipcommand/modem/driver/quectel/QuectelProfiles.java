package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What differs between Quectel's models. */
final class QuectelProfiles {
    /** No manual states one, and it is paid three times for each command that is answered. */
    static final Duration GAP = Duration.ZERO;

    /**
     * A Quectel that we do not know: data by request loses nothing if the line is slow.
     *
     * <p>TCP/IP manual §2: QIACT 150 s, QIDEACT 40 s, QIOPEN 150 s, QICLOSE 10 s; QIRD 120 s by the BG95 note, but a read of the
     * modem's own buffer that takes 30 s will not come. No figure for QISEND to a UDP service: it only fills a buffer. The
     * time that a modem waits for payload is not documented: inferred. AT manual: COPS 180 s, CGATT 140 s, CFUN 15 s.
     *
     * <p>{@code +COPS=0,2} is what a field-proven device firmware has these modems choose anew with: the format only says how
     * {@code +COPS?} names the network. QPOWD (AT manual) answers {@code OK}, then {@code POWERED DOWN}. EC25's own ICCID
     * command is first; newer firmware knows the other too.
     */
    private static final ModemProfile OTHER = ModemProfile.of("quectel", "quectel")
            .urcPorts(new ModemProfile.UrcPorts("usbat", "uart1", "usbat"))
            .iccid(List.of("AT+QCCID", "AT+ICCID"))
            .search(List.of("AT+COPS=0,2", "AT+COPS=0"))
            .powerOff(List.of("AT+QPOWD=1", "AT+QPOWD"))
            .patience(Patience.ACTIVATE, 150)
            .patience(Patience.DEACTIVATE, 40)
            .patience(Patience.OPEN, 150)
            .patience(Patience.SEND, 30)
            .patience(Patience.READ, 30)
            .patience(Patience.CLOSE, 10)
            .patience(Patience.PROMPT, 10)
            .patience(Patience.INPUT_WINDOW, 10)
            .patience(Patience.SEARCH, 180)
            .patience(Patience.ATTACH, 140)
            .patience(Patience.RADIO, 30)
            .patience(Patience.POWER, 15)
            // 1 lets the modem sleep while DTR is not asserted, and a board's UART may have no DTR (AT manual: QSCLK).
            .repairs(List.of(new ModemProfile.Repair("+QSCLK", Set.of(1, 2), 0)))
            .gap(GAP)
            .build();

    /**
     * BG96: buffer mode; the RAT settings LTE only, Cat-M first. URCs start on usbat, a HAT has a UART. The UART answers 4.9 s
     * after the power key on BG96, 2.5 s on BG95 and BG77; {@code APP RDY} may take 10 s.
     */
    private static final ModemProfile LPWA = OTHER.change()
            .name("bg9x")
            .models("BG9[56]|BG77|BG600")
            .urcPorts(new ModemProfile.UrcPorts("usbat", "uart1", "uart1"))
            .init(List.of("AT+QCFG=\"nwscanmode\",0,1", "AT+QCFG=\"iotopmode\",0,1"))
            .boot(Duration.ofSeconds(10))
            .build();

    /** EG91: the UART answers 12 s after the power key; EC25: USB after about 13 s (inferred). With a margin. */
    private static final ModemProfile LTE = OTHER.change()
            .name("ec2x")
            .models("EC2|EG2|EG9")
            .pushesDatagrams(true)
            .boot(Duration.ofSeconds(20))
            .build();

    /** In this order: the first that fits. */
    static final List<ModemProfile> ALL = List.of(LPWA, LTE, OTHER);

    private QuectelProfiles() {}
}
