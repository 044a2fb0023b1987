package dev.ipcommand.agent.session;

import java.time.Duration;
import java.util.List;

/**
 * The ladder's times. Data.
 *
 * @param search without registration before the modem is told to choose a network anew
 * @param step without service since the last step that touched the radio, before the next such step
 * @param backOff the waits between restarts once every kind of step was tried; the last one holds
 * @param reattachTries refused activations before the modem is detached from the network …
 * @param reattachAfter … but not before this time …
 * @param reattachAtLast … and after this one however few they were; also between two such steps
 * @param absent how long a port may be missing before its power is used
 * @param boots times a modem's boot time, that it may take to answer before the next step
 * @param healthy service without a break, after which all of this begins at the bottom again
 * @param resets that any {@code day} may have
 * @param day see there
 */
public record LadderTimes(
        Duration search,
        Duration step,
        List<Duration> backOff,
        int reattachTries,
        Duration reattachAfter,
        Duration reattachAtLast,
        Duration absent,
        int boots,
        Duration healthy,
        int resets,
        Duration day) {
    /**
     * For cards that change their network identity by a timer of up to 20 minutes, which every step on the radio starts anew
     * (facts of the platform's cards: the first 5 minutes are the card's own).
     */
    public static final LadderTimes MULTI_IMSI = new LadderTimes(
            Duration.ofMinutes(5),
            Duration.ofMinutes(25),
            List.of(Duration.ofMinutes(60), Duration.ofMinutes(120)),
            4,
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofMinutes(2),
            3,
            Duration.ofMinutes(10),
            12,
            Duration.ofHours(24));

    /** For cards with one identity: ten minutes, as in Particle's Device OS. */
    public static final LadderTimes ONE_IMSI = MULTI_IMSI.withStep(Duration.ofMinutes(10));

    public LadderTimes {
        backOff = List.copyOf(backOff);
    }

    /** @param multiImsi whether the card may have several identities */
    public static LadderTimes of(boolean multiImsi) {
        return multiImsi ? MULTI_IMSI : ONE_IMSI;
    }

    private LadderTimes withStep(Duration other) {
        return new LadderTimes(
                search,
                other,
                backOff,
                reattachTries,
                reattachAfter,
                reattachAtLast,
                absent,
                boots,
                healthy,
                resets,
                day);
    }

    /** Everything but boot times shorter by a factor: for measurements that cannot wait for hours. */
    public LadderTimes scaledBy(int factor) {
        return new LadderTimes(
                search.dividedBy(factor),
                step.dividedBy(factor),
                backOff.stream().map(wait -> wait.dividedBy(factor)).toList(),
                reattachTries,
                reattachAfter.dividedBy(factor),
                reattachAtLast.dividedBy(factor),
                absent.dividedBy(factor),
                boots,
                healthy.dividedBy(factor),
                resets,
                day.dividedBy(factor));
    }
}
