package dev.ipcommand.agent.link;

import java.time.Duration;

/**
 * When to ask whether the path still carries anything, and when it is a black hole. Pure: nanoseconds of a monotonic clock
 * come in, a step comes out.
 *
 * <p>Quiet for the interval: ask. No answer within the timeout: pause for as long again, ask once more, and after another
 * timeout it is a black hole: three timeouts after the first question. Whatever is heard meanwhile is proof of life. A
 * verdict doubles the interval, up to a day, until something is heard: a server that answers nobody must not cost service
 * every ten minutes.
 *
 * <p><b>Threading.</b> Not thread-safe: {@code link-tx} alone.
 */
final class ProbeSchedule {
    private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();
    private static final int MOST_DOUBLINGS = 20;

    /** What is to be done now. */
    enum Step {
        WAIT,
        ASK,
        BLACK_HOLE
    }

    private enum Phase {
        QUIET,
        ASKED,
        PAUSE,
        ASKED_AGAIN
    }

    private final long intervalNanos;
    private final long timeoutNanos;
    private Phase phase = Phase.QUIET;
    private long dueNanos;
    private int verdicts;

    ProbeSchedule(Duration interval, Duration timeout) {
        this.intervalNanos = interval.toNanos();
        this.timeoutNanos = timeout.toNanos();
    }

    /** A new link, or a question that could not be put: the interval begins anew. */
    void begin(long now) {
        phase = Phase.QUIET;
        dueNanos = now + quietNanos();
    }

    /** Something came in at that time. */
    void heard(long at) {
        verdicts = 0;
        begin(at);
    }

    /** What to do now; each ASK and each BLACK_HOLE is said once. */
    Step step(long now) {
        if (dueNanos - now > 0) {
            return Step.WAIT;
        }
        dueNanos = now + timeoutNanos;
        switch (phase) {
            case QUIET -> phase = Phase.ASKED;
            case ASKED -> {
                phase = Phase.PAUSE;
                return Step.WAIT;
            }
            case PAUSE -> phase = Phase.ASKED_AGAIN;
            case ASKED_AGAIN -> {
                verdicts++;
                begin(now);
                return Step.BLACK_HOLE;
            }
        }
        return Step.ASK;
    }

    /** How long nothing is to be done; 0 or less: now. */
    long dueIn(long now) {
        return dueNanos - now;
    }

    /** Verdicts since something was last heard. */
    int verdicts() {
        return verdicts;
    }

    private long quietNanos() {
        int doublings = Math.min(verdicts, MOST_DOUBLINGS);
        // 24 h is the longest interval there is: shifted by 20 it would not fit.
        return intervalNanos > LONGEST_NANOS >> doublings
                ? Math.max(intervalNanos, LONGEST_NANOS)
                : intervalNanos << doublings;
    }
}
