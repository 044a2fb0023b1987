package dev.ipcommand.agent.security;

import dev.ipcommand.agent.security.TokenClaims.Dates;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * When a token is valid. Seconds since the epoch throughout.
 *
 * @param maxAge the longest time from {@code iat} to {@code exp}
 * @param time the device's
 * @param floor by key id: tokens that were issued earlier are refused, as they may have been used and forgotten
 */
public record TimeRules(Duration maxAge, Supplier<DeviceTime.Reading> time, ToLongFunction<String> floor) {
    /** How far ahead of this device a sender's clock may be. */
    private static final long AHEAD = 300;

    /** How far behind this device a sender's clock may be. */
    private static final long BEHIND = 60;

    boolean permit(Dates dates, String keyId, DeviceTime.Reading reading) {
        if (dates.expires() <= dates.issuedAt()
                || dates.expires() - dates.issuedAt() > maxAge.toSeconds()
                || dates.issuedAt() < floor.applyAsLong(keyId)) {
            return false;
        }
        if (!reading.good()) {
            // What has expired by a time that surely passed may have been forgotten: it must not come back.
            return dates.expires() > reading.passed() - BEHIND;
        }
        return dates.issuedAt() <= reading.now() + AHEAD
                && dates.expires() > reading.now() - BEHIND
                && dates.notBefore().orElse(0L) <= reading.now() + AHEAD;
    }
}
