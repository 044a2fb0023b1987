package dev.ipcommand.agent.journal;

/**
 * What a signed command's token says of time.
 *
 * @param issuedAt seconds since the epoch
 * @param expires seconds since the epoch
 * @param now the device's time in seconds since the epoch
 * @param synchronised whether {@code now} comes from a clock that is said to be synchronised: only such a one may take known
 *     times forward by more than a day
 */
public record TokenUse(long issuedAt, long expires, long now, boolean synchronised) {}
