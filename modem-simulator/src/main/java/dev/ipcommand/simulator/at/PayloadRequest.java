package dev.ipcommand.simulator.at;

/**
 * What follows a prompt.
 *
 * @param length bytes to take, or {@link #UNTIL_CTRL_Z}
 * @param space whether the dialect writes {@code "> "} (a variant may take the blank away)
 * @param echoed whether the payload is echoed under ATE1
 * @param windowMillis how long the modem waits for the bytes, then {@code ERROR}
 * @param silent whether the window ends without that word
 */
public record PayloadRequest(int length, boolean space, boolean echoed, long windowMillis, boolean silent) {
    /** 0x1A ends the payload, ESC cancels it. */
    public static final int UNTIL_CTRL_Z = -1;

    /** A request whose window ends with {@code ERROR}. */
    public PayloadRequest(int length, boolean space, boolean echoed, long windowMillis) {
        this(length, space, echoed, windowMillis, false);
    }
}
