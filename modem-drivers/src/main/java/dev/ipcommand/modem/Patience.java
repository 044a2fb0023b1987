package dev.ipcommand.modem;

import java.util.Locale;

/** What a modem may take its time for; how long at worst stands in its {@link ModemProfile}. */
public enum Patience {
    /** Raising the data context. */
    ACTIVATE,
    /** Taking it down. */
    DEACTIVATE,
    /** Opening a UDP socket. */
    OPEN,
    /** From the payload to its acceptance. */
    SEND,
    /** Reading one datagram. */
    READ,
    /** Closing a socket. */
    CLOSE,
    /** From the send command to its prompt. */
    PROMPT,
    /** How long the modem may go on waiting for payload that does not come. */
    INPUT_WINDOW,
    /** Choosing a network anew ({@code +COPS=0}). */
    SEARCH,
    /** Detaching from packet service, and attaching ({@code +CGATT}). */
    ATTACH,
    /** Switching the radio off or on ({@code +CFUN}). */
    RADIO,
    /** Until a command that restarts or switches off is answered; the port may vanish before. */
    POWER;

    /** As in a profile's file: {@code input_window}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
