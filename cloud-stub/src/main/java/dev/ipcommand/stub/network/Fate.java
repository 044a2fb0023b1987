package dev.ipcommand.stub.network;

import java.util.SplittableRandom;

/**
 * The dice of one Sim in one direction. The same seed and the same number of the datagram are the same throw, whatever the
 * conditions were for the ones before it and whatever other Sims do.
 *
 * <p>Threading: one caller at a time.
 */
final class Fate {
    private final SplittableRandom random;

    Fate(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * What becomes of one datagram.
     *
     * @param lost it vanishes; the rest does not matter then
     * @param twice it arrives twice
     * @param late it is held back, so that later ones overtake it
     * @param delayNanos how long it is under way, jitter included
     */
    record Cast(boolean lost, boolean twice, boolean late, long delayNanos) {}

    /** Throws for the next datagram. */
    Cast next(Conditions conditions) {
        // Every chance is drawn every time, so that changing one condition leaves the others' dice as they were.
        boolean lost = random.nextDouble() < conditions.loss();
        boolean twice = random.nextDouble() < conditions.duplicate();
        boolean late = random.nextDouble() < conditions.reorder();
        long jitter = (long) (random.nextDouble() * conditions.jitterMs() * 1e6);
        return new Cast(lost, twice, late, conditions.delayMs() * 1_000_000L + jitter);
    }
}
