package dev.ipcommand.agent.security;

import dev.ipcommand.agent.config.AgentConfig.ClockTrust;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device's time, and whether it can be believed. Many gateways have no battery behind their clock: after a power cut
 * it begins in 1970 or where it stopped, and it jumps when the network tells the time.
 *
 * <ul>
 *   <li>The time is the latest of: the system's clock, when the agent was built, the latest time that is known to have
 *       passed.
 *   <li>It is good if the system's clock is not before the other two by more than five minutes, if it is synchronised
 *       (unless {@code signed.clock} is satisfied without), and if it has not jumped.
 *   <li>A jump is more than 24 h forward against the monotonic clock, counted from where the time was first good. It is
 *       over when the clock comes back, or is found synchronised by a question asked after the jump. The place to count
 *       from follows the clock back, never forward, so that many small jumps are a large one.
 * </ul>
 *
 * <p><b>Threading.</b> Any thread; reading never waits. {@link #close} ends the thread that asks.
 */
public final class DeviceTime implements Supplier<DeviceTime.Reading>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DeviceTime.class.getName());
    private static final Duration BEHIND = Duration.ofMinutes(5);
    private static final Duration JUMP = Duration.ofHours(24);

    private final Clock clock;
    private final LongSupplier nanoClock;
    private final LongSupplier passed;
    private final boolean needsSynchronisation;
    private final Synchronisation synchronisation;

    /** Where jumps are counted from. */
    private @Nullable Anchor anchor;

    /** By the monotonic clock; null = it did not, or it came back. */
    private @Nullable Long jumpedAt;

    /**
     * What time it is. Seconds since the epoch.
     *
     * @param passed a time that has surely passed, whatever the clock says
     * @param good whether {@code now} is known to be right
     * @param synchronised whether it is known because the clock is said to be synchronised
     */
    public record Reading(long now, long passed, boolean good, boolean synchronised) {}

    /** @param passed seconds since the epoch; never goes back */
    DeviceTime(
            Clock clock,
            LongSupplier nanoClock,
            LongSupplier passed,
            boolean needsSynchronisation,
            Synchronisation synchronisation) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.passed = passed;
        this.needsSynchronisation = needsSynchronisation;
        this.synchronisation = synchronisation;
    }

    /**
     * The time of this machine; starts to ask whether its clock is synchronised.
     *
     * @param latestTime that is known to have passed, from the journal; seconds since the epoch
     */
    public static DeviceTime start(ClockTrust trust, LongSupplier latestTime) {
        long built = BuildTime.read().getEpochSecond();
        boolean needs = trust == ClockTrust.SYNCHRONISED || (trust == ClockTrust.AUTO && Timedatectl.canBeAsked());
        SynchronisationWatch watch = new SynchronisationWatch(Timedatectl.ofThisMachine(), System::nanoTime);
        watch.start();
        return new DeviceTime(
                Clock.systemUTC(), System::nanoTime, () -> Math.max(built, latestTime.getAsLong()), needs, watch);
    }

    @Override
    public Reading get() {
        long least = passed.getAsLong();
        synchronized (this) {
            long nanos = nanoClock.getAsLong();
            Instant system = clock.instant();
            boolean late = system.isBefore(Instant.ofEpochSecond(least).minus(BEHIND));
            boolean good = !late && !hasJumped(system, nanos) && (!needsSynchronisation || synchronisation.isSeen());
            if (good) {
                follow(system, nanos);
            }
            return new Reading(Math.max(system.getEpochSecond(), least), least, good, good && synchronisation.isSeen());
        }
    }

    private boolean hasJumped(Instant system, long nanos) {
        if (anchor == null) {
            return false;
        }
        if (!system.isAfter(anchor.expected(nanos).plus(JUMP))) {
            jumpedAt = null;
        } else if (jumpedAt == null) {
            LOG.log(System.Logger.Level.WARNING, "the clock jumped forward by more than 24 h: not believed for now");
            jumpedAt = nanos;
            synchronisation.askAgain();
        } else if (synchronisation.isSeenSince(jumpedAt)) {
            jumpedAt = null;
            anchor = null;
        }
        return jumpedAt != null;
    }

    private void follow(Instant system, long nanos) {
        if (anchor == null || system.isBefore(anchor.expected(nanos))) {
            anchor = new Anchor(system, nanos);
        }
    }

    /** What both clocks said at one moment. */
    private record Anchor(Instant system, long nanos) {
        /** What the system's clock says later if neither jumps. */
        Instant expected(long later) {
            return system.plusNanos(later - nanos);
        }
    }

    @Override
    public void close() {
        if (synchronisation instanceof SynchronisationWatch watch) {
            watch.close();
        }
    }
}
