package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.ModemProfile;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What differs between Quectel's models. */
final class QuectelProfiles {
    /**
     * TCP/IP manual §2: QIACT 150 s, QIDEACT 40 s, QIOPEN 150 s, QICLOSE 10 s; QIRD 120 s by the BG95 note, but a read of the
     * modem's own buffer that takes 30 s will not come. No figure for QISEND to a UDP service: it only fills a buffer. The
     * time that a modem waits for payload is not documented: inferred.
     */
    private static final ModemProfile.Times TIMES = new ModemProfile.Times(
            Duration.ofSeconds(150),
            Duration.ofSeconds(40),
            Duration.ofSeconds(150),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    /** No manual states one, and it is paid three times for each command that is answered. */
    static final Duration GAP = Duration.ZERO;

    /** EC25's own command first; newer firmware knows ICCID too. */
    private static final List<String> ICCID = List.of("AT+QCCID", "AT+ICCID");

    /** BG96: buffer mode; the RAT settings of transcript T2: LTE only, Cat-M first. URCs start on usbat, a HAT has a UART. */
    private static final ModemProfile LPWA = new ModemProfile(
            "bg9x",
            "BG9[56]|BG77|BG600|BG95",
            false,
            "uart1",
            ICCID,
            List.of("AT+QCFG=\"nwscanmode\",0,1", "AT+QCFG=\"iotopmode\",0,1"),
            TIMES,
            GAP);

    private static final ModemProfile LTE =
            new ModemProfile("ec2x", "EC2|EG2|EG9|EC20", true, "usbat", ICCID, List.of(), TIMES, GAP);

    /** A Quectel that we do not know: data by request loses nothing if the line is slow. */
    private static final ModemProfile OTHER =
            new ModemProfile("quectel", "", false, "usbat", ICCID, List.of(), TIMES, GAP);

    private QuectelProfiles() {}

    static ModemProfile of(String model) {
        for (ModemProfile profile : List.of(LPWA, LTE)) {
            if (Pattern.compile(profile.models(), Pattern.CASE_INSENSITIVE)
                    .matcher(model)
                    .find()) {
                return profile;
            }
        }
        return OTHER;
    }
}
