package dev.ipcommand.bench.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one injection led to.
 *
 * @param noticed until the agent said so; empty if it did not
 * @param lost whether a command had no answer in time
 * @param back from the injection to the first answer after the last loss; empty if none came, or nothing was lost
 * @param violations what the agent did that no modem should have to bear
 * @param log of the agent since
 */
record Sample(
        Optional<Duration> noticed, boolean lost, Optional<Duration> back, List<String> violations, List<String> log) {
    /** Whether service was there at the end. */
    boolean served() {
        return !lost || back.isPresent();
    }
}
