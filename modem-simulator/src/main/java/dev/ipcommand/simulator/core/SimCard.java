package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.fault.Violation;
import dev.ipcommand.simulator.fault.Violations;
import java.util.Locale;
import java.util.Optional;

/** The SIM: identities and the elementary files that a gateway touches. Used on the modem's timeline only. */
public final class SimCard {
    /** EF_ICCID, 0x2FE2. */
    public static final int EF_ICCID = 12_258;

    /** EF_FPLMN, 0x6F7B: networks that refused this SIM. */
    public static final int EF_FPLMN = 28_539;

    private static final int FPLMN_BYTES = 12;
    private static final long FIRST_IMSI = 234_500_000_000_017L;

    private final String iccid;
    private final Violations violations;
    private String forbidden = "13F00362F210FFFFFFFFFFFF";
    private int imsiSwaps;
    private int forbiddenWrites;
    private boolean present = true;

    /** A SIM with this ICCID. */
    public SimCard(String iccid, Violations violations) {
        this.iccid = iccid;
        this.violations = violations;
    }

    /** The ICCID, as printed on the card. */
    public String iccid() {
        return iccid;
    }

    /** The ICCID as most modems print it: 20 digits, the last one F if there are only 19. */
    public String paddedIccid() {
        return iccid.length() % 2 == 0 ? iccid : iccid + "F";
    }

    /** The IMSI of the moment: a multi-IMSI SIM changes it. */
    public String imsi() {
        return Long.toString(FIRST_IMSI + imsiSwaps * 1_000_003L);
    }

    /** Takes the next IMSI. */
    public void swapImsi() {
        imsiSwaps++;
    }

    /** Whether the modem sees it. */
    public boolean isPresent() {
        return present;
    }

    /** Takes it out or puts it back. */
    public void setPresent(boolean here) {
        present = here;
    }

    /** READ BINARY (51.011 §8.3): hexadecimal digits, or empty if there is no such file or not so many bytes. */
    public Optional<String> readBinary(int file, int offset, int length) {
        String content = file == EF_ICCID ? swapped(paddedIccid()) : file == EF_FPLMN ? forbidden : "";
        int bytes = length == 0 ? content.length() / 2 - offset : length;
        if (content.isEmpty() || offset < 0 || bytes < 0 || (offset + bytes) * 2 > content.length()) {
            return Optional.empty();
        }
        return Optional.of(content.substring(offset * 2, (offset + bytes) * 2));
    }

    /** UPDATE BINARY of EF_FPLMN; false for anything else. */
    public boolean updateBinary(int file, int offset, int length, String hex) {
        boolean fits = file == EF_FPLMN && offset == 0 && length == FPLMN_BYTES && hex.matches("[0-9A-Fa-f]{24}");
        if (fits) {
            forbidden = hex.toUpperCase(Locale.ROOT);
            if (++forbiddenWrites > 1) {
                violations.record(Violation.FPLMN_TWICE, "write " + forbiddenWrites);
            }
        }
        return fits;
    }

    private static String swapped(String digits) {
        StringBuilder nibbles = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            nibbles.append(digits.charAt(i + 1)).append(digits.charAt(i));
        }
        return nibbles.toString();
    }
}
