package dev.ipcommand.simulator.core;

/**
 * How long the slow things take, in milliseconds. Shorter than on hardware by default: a BG96 needs 4.9 s to boot and
 * up to minutes to search.
 *
 * @param boot from power to {@code RDY}
 * @param search from radio on to registered
 * @param activate from {@code +QIACT}, {@code +NETOPEN} or {@code +CNACT} to its result
 */
public record Timing(long boot, long search, long activate) {
    /** Between two boot messages. */
    public static final long BOOT_STEP = 50;

    /** How long a modem waits for payload. */
    public static final long PAYLOAD_WINDOW = 10_000;

    /** What the program uses if nothing else is asked for. */
    public static Timing defaults() {
        return new Timing(1000, 1500, 300);
    }
}
