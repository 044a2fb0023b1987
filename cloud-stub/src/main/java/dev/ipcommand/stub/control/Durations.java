package dev.ipcommand.stub.control;

import java.time.Duration;
import java.util.regex.MatchResult;

/** A number with its unit. Which numbers and units may be is for each place to say; what they mean is the same everywhere. */
public final class Durations {
    private Durations() {}

    /** What was matched: a whole number as group 1, one of ms, s, m, h and d as group 2. */
    public static Duration of(MatchResult match) {
        long n = Long.parseLong(match.group(1));
        return switch (String.valueOf(match.group(2))) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }
}
