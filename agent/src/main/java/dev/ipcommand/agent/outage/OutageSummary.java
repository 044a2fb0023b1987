package dev.ipcommand.agent.outage;

import dev.ipcommand.agent.outage.Outage.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What many outages come to. Pure. One that goes on counts up to now.
 *
 * @param count of all that are kept
 * @param longest empty if none has a length
 * @param last30Days the sum of those that began in the last 30 days
 */
public record OutageSummary(int count, Optional<Duration> longest, Duration last30Days) {
    private static final Duration MONTH = Duration.ofDays(30);

    public static OutageSummary of(List<Outage> outages, Instant now) {
        Optional<Duration> longest = Optional.empty();
        Duration sum = Duration.ZERO;
        for (Outage outage : outages) {
            Duration length = length(outage, now).orElse(Duration.ZERO);
            if (longest.isEmpty() || length.compareTo(longest.get()) > 0) {
                longest = Optional.of(length);
            }
            sum = isWithin(outage.began(), MONTH, now) ? sum.plus(length) : sum;
        }
        return new OutageSummary(outages.size(), longest, sum);
    }

    /** How long it took, or takes by now by the device's clock; empty if nobody can tell. */
    public static Optional<Duration> length(Outage outage, Instant now) {
        if (outage.over()) {
            return outage.lasted();
        }
        Duration byNow = Duration.between(outage.began(), now);
        return byNow.isNegative() ? Optional.empty() : Optional.of(byNow);
    }

    /** How many began in the last time. */
    public static long begunWithin(List<Outage> outages, Duration time, Instant now) {
        return outages.stream()
                .filter(outage -> isWithin(outage.began(), time, now))
                .count();
    }

    /** How many resets of the modem the last time saw. */
    public static long resetsWithin(List<Outage> outages, Duration time, Instant now) {
        return outages.stream()
                .flatMap(outage -> outage.tried().stream())
                .filter(attempt -> attempt.rung().isReset())
                .map(Attempt::at)
                .filter(at -> isWithin(at, time, now))
                .count();
    }

    private static boolean isWithin(Instant at, Duration time, Instant now) {
        return !at.isBefore(now.minus(time)) && !at.isAfter(now);
    }
}
