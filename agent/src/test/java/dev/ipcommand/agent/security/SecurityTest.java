package dev.ipcommand.agent.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityTest {
    private final AtomicLong now = new AtomicLong(-5);

    @ParameterizedTest
    @CsvSource({
        "'', -, false",
        "'', ops1, false",
        "anyone, -, true",
        "anyone, ops1, true",
        "signed, -, false",
        "signed, ops1, true",
        "ops1, -, false",
        "ops1, ops1, true",
        "ops1, ops2, false",
        "-, -, false",
        "ops1 signed, ops2, true"
    })
    void shouldPermit(String allow, String principal, boolean expected) {
        Policy policy = Policy.of(allow.isEmpty() ? List.of() : List.of(allow.split(" ")));

        assertEquals(expected, policy.permits(principal));
    }

    @Test
    void shouldAllowABurstThenTheRate() {
        RateLimiter limiter = RateLimiter.perMinute(60, 3, now::get);

        assertEquals("+++-", take(limiter, 4));
        now.addAndGet(999_000_000L);
        assertEquals("-", take(limiter, 1));
        now.addAndGet(2_000_000L);
        assertEquals("+-", take(limiter, 2));
        now.addAndGet(3_600_000_000_000L);
        assertEquals("+++-", take(limiter, 4));
    }

    @Test
    void shouldBeOffAtZero() {
        RateLimiter commands = RateLimiter.perMinute(0, 1, now::get);
        RateLimiter bytes = RateLimiter.perHour(0, now::get);

        assertEquals("+++", take(commands, 3));
        assertTrue(bytes.tryAcquire(1_000_000));
    }

    @Test
    void shouldTakeNothingWhenThereIsNotEnough() {
        RateLimiter bytes = RateLimiter.perHour(3600, now::get);

        assertTrue(bytes.tryAcquire(3000));
        assertFalse(bytes.tryAcquire(1300));
        assertTrue(bytes.tryAcquire(600));
        now.addAndGet(10_000_000_001L);
        assertTrue(bytes.tryAcquire(10));
        assertFalse(bytes.tryAcquire(1));
    }

    @Test
    void shouldTakeBackWhatDidNotCountUpToWhatItHolds() {
        RateLimiter limiter = RateLimiter.perMinute(60, 2, now::get);

        assertEquals("++-", take(limiter, 3));
        limiter.refund(1);
        assertEquals("+-", take(limiter, 2));
        limiter.refund(5);
        assertEquals("++-", take(limiter, 3));
    }

    @Test
    void shouldNotFillWhenTheClockStandsStillOrWraps() {
        now.set(Long.MAX_VALUE - 500_000_000L);
        RateLimiter limiter = RateLimiter.perMinute(60, 1, now::get);

        assertEquals("+-", take(limiter, 2));
        now.addAndGet(1_100_000_000L);
        assertEquals("+-", take(limiter, 2));
    }

    private static String take(RateLimiter limiter, int times) {
        StringBuilder taken = new StringBuilder();
        for (int i = 0; i < times; i++) {
            taken.append(limiter.tryAcquire(1) ? '+' : '-');
        }
        return taken.toString();
    }
}
