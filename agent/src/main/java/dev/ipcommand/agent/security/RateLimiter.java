package dev.ipcommand.agent.security;

import java.util.function.LongSupplier;

/**
 * A token bucket: it begins full and fills at a steady rate.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class RateLimiter {
    private final double perNano;
    private final double capacity;
    private final LongSupplier nanoClock;
    private double tokens;
    private long filledAt;

    private RateLimiter(double perNano, double capacity, LongSupplier nanoClock) {
        this.perNano = perNano;
        this.capacity = capacity;
        this.nanoClock = nanoClock;
        this.tokens = capacity;
        this.filledAt = nanoClock.getAsLong();
    }

    /**
     * Commands: a rate and what may come at once.
     *
     * @param commands per minute; 0 or less = no limit
     * @param burst at once, at least 1
     */
    public static RateLimiter perMinute(int commands, int burst, LongSupplier nanoClock) {
        return new RateLimiter(commands / 60e9, Math.max(1, burst), nanoClock);
    }

    /**
     * Bytes of answers: an hour's worth may leave at once.
     *
     * @param bytes per hour; 0 or less = no limit
     */
    public static RateLimiter perHour(int bytes, LongSupplier nanoClock) {
        return new RateLimiter(bytes / 3600e9, bytes, nanoClock);
    }

    /** Takes tokens if there are enough; takes none otherwise. */
    public synchronized boolean tryAcquire(int amount) {
        if (perNano <= 0) {
            return true;
        }
        long now = nanoClock.getAsLong();
        long elapsed = now - filledAt;
        if (elapsed > 0) {
            tokens = Math.min(capacity, tokens + elapsed * perNano);
            filledAt = now;
        }
        if (tokens < amount) {
            return false;
        }
        tokens -= amount;
        return true;
    }

    /** Gives back what was taken for something that turned out not to count. */
    public synchronized void refund(int amount) {
        tokens = Math.min(capacity, tokens + amount);
    }
}
