package dev.ipcommand.modem;

/** The SIM as {@code +CPIN?} tells it (27.007 §8.3). */
public enum SimState {
    READY,
    /** Try again in a second: {@code +CME ERROR: 14}. */
    BUSY,
    /** Present but not ready yet, as during a REFRESH. */
    NOT_READY,
    /** {@code +CME ERROR: 10}. */
    ABSENT,
    PIN_NEEDED,
    PUK_NEEDED,
    /** Any other lock or failure. */
    FAILED
}
