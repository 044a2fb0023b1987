package dev.ipcommand.simulator.core;

import java.util.Arrays;
import java.util.Locale;

/** How a SIM answers, with the error of 27.007 §9.2 and the text of {@code +CPIN} for it. */
public enum SimState {
    /** In order. */
    READY(0, "READY"),
    /** None is inserted, or a refresh takes it away. */
    ABSENT(10, "NOT INSERTED"),
    /** It waits for its PIN. */
    PIN(11, "SIM PIN"),
    /** Three wrong PINs: it waits for its PUK. */
    PUK(12, "SIM PUK"),
    /** It does not answer as a card should. */
    FAILURE(13, "NOT READY"),
    /** It is starting, for as long as this is set. */
    BUSY(14, "NOT READY");

    private final int error;
    private final String text;

    SimState(int error, String text) {
        this.error = error;
        this.text = text;
    }

    /** {@code +CME ERROR} of a command that needs the SIM; 0 = none. */
    public int error() {
        return error;
    }

    /** What {@code +CPIN:} says, asked or not. */
    public String text() {
        return text;
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public static SimState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown SIM state: " + word + ", allowed: ready, absent, pin, puk, failure, busy"));
    }
}
