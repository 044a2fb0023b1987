package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.security.RateLimiter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much each principal may ask and be told: all unsigned commands share one allowance, since a source address proves
 * nothing, and every key has its own, so that a flood of unsigned ones never silences those who sign.
 *
 * <p>Principals are {@code -} and configured keys: there are never many.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class PrincipalLimits {
    /** No key's id begins with a space. */
    private static final String REPEATS = " repeats of ";

    private record Allowance(RateLimiter commands, RateLimiter replyBytes) {}

    private final Limits limits;
    private final DispatchClock clock;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    PrincipalLimits(Limits limits, DispatchClock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * For a signed command that ran before: whoever has heard a token can send it again, and must not use up what the key
     * has for new ones.
     */
    boolean takeRepeat(String principal) {
        return of(REPEATS + principal).commands().tryAcquire(1);
    }

    boolean takeRepeatedReply(String principal, int bytes) {
        return of(REPEATS + principal).replyBytes().tryAcquire(bytes);
    }

    boolean takeCommand(String principal) {
        return of(principal).commands().tryAcquire(1);
    }

    boolean takeReply(String principal, int bytes) {
        return of(principal).replyBytes().tryAcquire(bytes);
    }

    private Allowance of(String principal) {
        Allowance known = allowances.get(principal);
        return known != null ? known : allowances.computeIfAbsent(principal, unused -> fresh());
    }

    private Allowance fresh() {
        return new Allowance(
                RateLimiter.perMinute(limits.commandsPerMinute(), limits.burst(), clock.nanoTime()),
                RateLimiter.perHour(limits.replyBytesPerHour(), clock.nanoTime()));
    }
}
