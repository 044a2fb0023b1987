package dev.ipcommand.simulator.core;

/**
 * How long the slow things take, in milliseconds. Shorter than on hardware by default: a BG96 needs 4.9 s to boot and
 * up to minutes to search.
 *
 * @param boot from power to {@code RDY}
 * @param search from radio on to registered
 * @param activate from {@code +QIACT}, {@code +NETOPEN} or {@code +CNACT} to its result
 * @param applet how long the card's applet waits without a network before it takes the next IMSI, unscaled; 0 = it
 *     never does
 * @param scale what the waits of minutes are divided by: the applet's, those of F14 and F15, and the shortest times
 *     that a DTE has to keep
 */
public record Timing(long boot, long search, long activate, long applet, int scale) {
    /** Without an applet, unscaled. */
    public Timing(long boot, long search, long activate) {
        this(boot, search, activate, 0, 1);
    }

    /** A wait of minutes, as long as it is here. */
    public long scaled(long millis) {
        return millis / scale;
    }

    /** Between two boot messages. */
    public static final long BOOT_STEP = 50;

    /** How long a modem waits for payload. */
    public static final long PAYLOAD_WINDOW = 10_000;

    /** What the program uses if nothing else is asked for. */
    public static Timing defaults() {
        return new Timing(1000, 1500, 300);
    }
}
