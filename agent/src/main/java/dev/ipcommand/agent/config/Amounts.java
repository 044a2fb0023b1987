package dev.ipcommand.agent.config;

import java.time.Duration;

/** Writes times and sizes as one would write them in the file. Pure. */
final class Amounts {
    private static final String[] UNITS = {"GiB", "MiB", "KiB"};

    private Amounts() {}

    static String of(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    static String ofBytes(long bytes) {
        int shift = 30;
        for (String unit : UNITS) {
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + " " + unit;
            }
            shift -= 10;
        }
        return bytes == 0 ? "\"0\" (no limit)" : bytes + " bytes";
    }
}
