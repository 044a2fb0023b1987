package dev.ipcommand.simulator.core;

/** CHV1 of a SIM (51.011 §9.2): three tries, then ten of the PUK. Used on the modem's timeline only. */
public final class PinCode {
    /** The PUK of every card here. */
    public static final String PUK = "12345678";

    private static final int TRIES = 3;
    private static final int PUK_TRIES = 10;
    private static final int WRONG = 16;
    private static final int NOT_ALLOWED = 3;

    private String code = "";
    private boolean enabled;
    private boolean verified;
    private int left = TRIES;
    private int pukLeft = PUK_TRIES;

    /** Asks for this PIN from now on. */
    void require(String pin) {
        code = pin;
        enabled = true;
        verified = false;
        left = TRIES;
        pukLeft = PUK_TRIES;
    }

    /** Blocks the PIN. */
    void block() {
        enabled = true;
        verified = false;
        left = 0;
    }

    /** Asks for none. */
    void disable() {
        enabled = false;
        left = TRIES;
    }

    /** The card has lost its supply: the PIN is asked for again. */
    void supplyLost() {
        verified = false;
    }

    /** What the card waits for, if anything. */
    SimState state() {
        if (!enabled || verified) {
            return SimState.READY;
        }
        return left > 0 ? SimState.PIN : pukLeft > 0 ? SimState.PUK : SimState.FAILURE;
    }

    /** VERIFY: 0, or the error of 27.007 §9.2. */
    public int enter(String pin) {
        return switch (state()) {
            case PIN -> {
                if (pin.equals(code)) {
                    left = TRIES;
                    verified = true;
                    yield 0;
                }
                yield --left > 0 ? WRONG : SimState.PUK.error();
            }
            case PUK -> SimState.PUK.error();
            default -> NOT_ALLOWED;
        };
    }

    /** UNBLOCK: 0, or the error of 27.007 §9.2. */
    public int unblock(String puk, String pin) {
        if (state() != SimState.PUK) {
            return NOT_ALLOWED;
        }
        if (!puk.equals(PUK) || !pin.matches("[0-9]{4,8}")) {
            return --pukLeft > 0 ? WRONG : SimState.FAILURE.error();
        }
        code = pin;
        left = TRIES;
        pukLeft = PUK_TRIES;
        verified = true;
        return 0;
    }

    /** Tries of the PIN that are left. */
    public int left() {
        return left;
    }

    /** Tries of the PUK that are left. */
    public int pukLeft() {
        return pukLeft;
    }
}
