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

    private static final long NEXT_CARD = 50_000_017L;
    private static final String SOME_FORBIDDEN = "13F00362F210FFFFFFFFFFFF";

    private final Violations violations;
    private final PinCode pin = new PinCode();
    private String iccid;
    private SimState state = SimState.READY;
    private String forbidden = SOME_FORBIDDEN;
    private long firstImsi = FIRST_IMSI;
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
        return Long.toString(firstImsi + imsiSwaps * 1_000_003L);
    }

    /** Another card is put in: another ICCID, another IMSI, no PIN, its own list of networks. */
    public void replace(String nextIccid) {
        iccid = nextIccid;
        firstImsi += NEXT_CARD;
        imsiSwaps = 0;
        forbidden = SOME_FORBIDDEN;
        forbiddenWrites = 0;
        set(SimState.READY, "");
    }

    /** Its PIN. */
    public PinCode pin() {
        return pin;
    }

    /** How it answers now. */
    public SimState state() {
        if (!present) {
            return SimState.ABSENT;
        }
        return state == SimState.READY ? pin.state() : state;
    }

    /** Whether everything can be asked of it. */
    public boolean isReady() {
        return state() == SimState.READY;
    }

    /** Makes it answer in a way; {@code code} is the PIN that it asks for from now on. */
    public void set(SimState next, String code) {
        state = next == SimState.PIN || next == SimState.PUK ? SimState.READY : next;
        if (next == SimState.PIN || next == SimState.PUK) {
            pin.require(code);
        }
        if (next == SimState.PUK) {
            pin.block();
        } else if (next == SimState.READY) {
            pin.disable();
        }
    }

    /** The modem has switched it off. */
    public void supplyLost() {
        pin.supplyLost();
    }

    /** EF_FPLMN as it stands, in hexadecimal digits. */
    public String forbidden() {
        return forbidden;
    }

    /** How often EF_FPLMN was written. */
    public int forbiddenWrites() {
        return forbiddenWrites;
    }

    /** Whether it is in the holder; a refresh takes it away too. */
    public boolean isThere() {
        return present && state != SimState.ABSENT;
    }

    /** Takes the next IMSI. */
    public void swapImsi() {
        imsiSwaps++;
    }

    /** Takes it away or puts it back. */
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
