package dev.ipcommand.bench.inside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a command costs with few and with many handlers, and with few and with many remembered commands, side by side in
 * turns: the median of the ratios of all turns.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class FlatCost {
    /** How many handlers are many. */
    public static final int HANDLERS = 500;

    /** How many remembered commands are many. */
    public static final int STORED = 1000;

    private static final int WARM_UP = 10;
    private static final int PINGS = 500;
    private static final int REPEATS = 500;
    private static final int EXECUTIONS = 50;

    private final Path directory;
    private final int turns;
    private int loops;

    /** @param directory for journals; where a disk is slow it is all that is measured */
    public FlatCost(Path directory, int turns) {
        this.directory = directory;
        this.turns = turns;
    }

    /** Many ÷ few. */
    public record Ratios(double handlers, double executions, double repeats) {}

    /** A number of commands, timed. */
    private interface Work {
        long nanos(TightLoop loop) throws IOException, InterruptedException;
    }

    /** Some seconds. */
    public Ratios measure() throws IOException, InterruptedException {
        try (TightLoop few = loop(2);
                TightLoop many = loop(HANDLERS);
                TightLoop stored = loop(2)) {
            few.executions(1);
            stored.executions(STORED);
            return new Ratios(
                    ratio(few, many, loop -> loop.pings(PINGS)),
                    executions(stored),
                    ratio(few, stored, loop -> loop.repeats(REPEATS)));
        }
    }

    private TightLoop loop(int handlers) throws IOException {
        return new TightLoop(directory.resolve("loop" + loops++), handlers);
    }

    private double ratio(TightLoop few, TightLoop many, Work work) throws IOException, InterruptedException {
        double[] ratios = new double[turns];
        for (int turn = -WARM_UP; turn < turns; turn++) {
            double ratio = turn(few, many, work, turn);
            if (turn >= 0) {
                ratios[turn] = ratio;
            }
        }
        return median(ratios);
    }

    /** The few begin anew in each turn: what they execute is remembered. */
    private double executions(TightLoop stored) throws IOException, InterruptedException {
        double[] ratios = new double[turns];
        for (int turn = -WARM_UP; turn < turns; turn++) {
            try (TightLoop empty = loop(2)) {
                // Threads and files are there from the first command on.
                empty.executions(1);
                double ratio = turn(empty, stored, loop -> loop.executions(EXECUTIONS), turn);
                if (turn >= 0) {
                    ratios[turn] = ratio;
                }
            }
        }
        return median(ratios);
    }

    /** Whoever comes second finds warmer caches: they take turns at that, too. */
    private static double turn(TightLoop few, TightLoop many, Work work, int turn)
            throws IOException, InterruptedException {
        boolean fewFirst = turn % 2 == 0;
        double first = work.nanos(fewFirst ? few : many);
        double second = work.nanos(fewFirst ? many : few);
        return fewFirst ? second / first : first / second;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
