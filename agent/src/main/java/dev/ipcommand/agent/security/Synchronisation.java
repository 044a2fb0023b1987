package dev.ipcommand.agent.security;

/**
 * Whether the system's clock is known to be synchronised.
 *
 * <p><b>Threading.</b> Any thread; nothing here waits.
 */
interface Synchronisation {
    /** What was said last; false before anything was. */
    boolean isSeen();

    /** Whether the last word is yes and was asked for after a moment of the monotonic clock. */
    boolean isSeenSince(long nanos);

    /** Something happened that makes the last word old: ask again soon. */
    void askAgain();
}
