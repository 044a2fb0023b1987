package dev.ipcommand.bench.live;

import java.util.Arrays;

/** Figures of a set of durations, by nearest rank. Immutable; any unit. */
public final class Percentiles {
    private final long[] sorted;

    public Percentiles(long[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The smallest value that at least this share of all values do not exceed.
     *
     * @param percent 0 (the minimum) to 100 (the maximum)
     * @throws IllegalStateException if there are no values
     */
    public long at(double percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no values");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }
}
