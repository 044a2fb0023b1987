package dev.ipcommand.agent.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.ClockTrust;
import dev.ipcommand.agent.security.DeviceTime.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeviceTimeTest {
    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant TODAY = Instant.parse("2027-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TEN_YEARS = Duration.ofDays(3653);

    private final HandClock clock = new HandClock();
    private final FakeSynchronisation synchronisation = new FakeSynchronisation();
    private long nanos = Long.MAX_VALUE - 1_000_000_000L;
    private long passed = BUILT.getEpochSecond();
    private final DeviceTime trusting = time(false);
    private final DeviceTime strict = time(true);

    private DeviceTime time(boolean needsSynchronisation) {
        return new DeviceTime(clock, () -> nanos, () -> passed, needsSynchronisation, synchronisation);
    }

    /** Both clocks go on. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        clock.now = clock.now.plus(time);
    }

    private static final class HandClock extends Clock {
        private Instant now = TODAY;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class FakeSynchronisation implements Synchronisation {
        private boolean seen;
        private long askedAt;
        private int again;

        @Override
        public boolean isSeen() {
            return seen;
        }

        @Override
        public boolean isSeenSince(long nanos) {
            return seen && askedAt - nanos >= 0;
        }

        @Override
        public void askAgain() {
            again++;
        }
    }

    @Test
    void shouldBeTheSystemsClockWhenThatIsRight() {
        assertEquals(new Reading(TODAY.getEpochSecond(), passed, true, false), trusting.get());
        pass(DAY.multipliedBy(400));
        assertEquals(new Reading(TODAY.getEpochSecond() + 400 * 86400, passed, true, false), trusting.get());
    }

    @Test
    void shouldNotBeGoodIn1970AndBeGoodOnceSet() {
        clock.now = Instant.EPOCH;
        assertEquals(new Reading(BUILT.getEpochSecond(), passed, false, false), trusting.get());

        pass(Duration.ofMinutes(3));
        clock.now = TODAY;
        assertEquals(new Reading(TODAY.getEpochSecond(), passed, true, false), trusting.get());
    }

    @Test
    void shouldNotGoBackBehindWhatHasPassed() {
        passed = TODAY.getEpochSecond();
        clock.now = TODAY.minusSeconds(300);
        assertEquals(new Reading(passed, passed, true, false), trusting.get());

        clock.now = TODAY.minusSeconds(301);
        assertEquals(new Reading(passed, passed, false, false), trusting.get());
        clock.now = Instant.EPOCH.minus(TEN_YEARS);
        assertEquals(new Reading(passed, passed, false, false), trusting.get());
    }

    @Test
    void shouldNotBelieveAJumpForwardUntilItComesBack() {
        assertTrue(trusting.get().good());
        clock.now = clock.now.plus(DAY);
        assertTrue(trusting.get().good(), "24 h are no jump");
        clock.now = clock.now.plus(TEN_YEARS);

        assertFalse(trusting.get().good());
        pass(DAY.multipliedBy(30));
        assertFalse(trusting.get().good(), "it does not become right by waiting");
        clock.now = clock.now.minus(TEN_YEARS);
        assertTrue(trusting.get().good());
    }

    @Test
    void shouldTakeManySmallJumpsForALargeOne() {
        assertTrue(trusting.get().good());
        for (int i = 0; i < 24; i++) {
            clock.now = clock.now.plus(Duration.ofHours(1));
            assertTrue(trusting.get().good());
        }
        clock.now = clock.now.plusSeconds(1);

        assertFalse(trusting.get().good());
    }

    @Test
    void shouldCountFromWhereTheClockWentBackTo() {
        clock.now = TODAY.plus(TEN_YEARS);
        assertTrue(trusting.get().good());
        clock.now = TODAY;
        assertTrue(trusting.get().good());
        clock.now = TODAY.plus(TEN_YEARS);

        assertFalse(trusting.get().good());
    }

    @Test
    void shouldBelieveAJumpWhenAskedAndFoundSynchronisedAfterIt() {
        for (DeviceTime time : new DeviceTime[] {trusting, strict}) {
            synchronisation.seen = true;
            synchronisation.askedAt = nanos;
            assertTrue(time.get().good());
            int before = synchronisation.again;
            pass(Duration.ofSeconds(5));
            clock.now = clock.now.plus(DAY.multipliedBy(40));

            assertFalse(time.get().good(), "the yes is older than the jump");
            assertEquals(before + 1, synchronisation.again);
            assertFalse(time.get().good());
            assertEquals(before + 1, synchronisation.again, "it is asked once");
            pass(Duration.ofSeconds(1));
            synchronisation.askedAt = nanos;
            assertTrue(time.get().good());
            pass(DAY.multipliedBy(100));
            assertTrue(time.get().good());
        }
    }

    @Test
    void shouldWaitForSynchronisationWhereItCanBeTold() {
        assertFalse(strict.get().good());
        synchronisation.seen = true;
        assertTrue(strict.get().good());
        clock.now = BUILT.minusSeconds(301);
        assertFalse(strict.get().good(), "synchronised, and yet before what has passed");
        clock.now = TODAY;
        synchronisation.seen = false;
        assertFalse(strict.get().good());
    }

    @Test
    void shouldKnowWhenItWasBuilt() {
        Instant built = BuildTime.read();

        assertTrue(built.isAfter(Instant.parse("2026-01-01T00:00:00Z")), built.toString());
        assertTrue(built.isBefore(Instant.parse("2100-01-01T00:00:00Z")), built.toString());
    }

    @Test
    void shouldReadTheTimeOfThisMachine() {
        long latest = Instant.parse("2090-01-01T00:00:00Z").getEpochSecond();
        try (DeviceTime time = DeviceTime.start(ClockTrust.SYSTEM, () -> latest)) {
            assertEquals(new Reading(latest, latest, false, false), time.get());
        }
        try (DeviceTime time = DeviceTime.start(ClockTrust.SYSTEM, () -> 0)) {
            assertEquals(BuildTime.read().getEpochSecond(), time.get().passed());
        }
    }
}
