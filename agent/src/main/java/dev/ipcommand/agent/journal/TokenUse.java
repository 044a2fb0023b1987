package dev.ipcommand.agent.journal;

/**
 * What a signed command's token says of time.
 *
 * @param issuedAt seconds since the epoch
 * @param expires seconds since the epoch
 * @param now the device's time in seconds since the epoch
 * @param clockGood whether {@code now} is known to be right
 */
public record TokenUse(long issuedAt, long expires, long now, boolean clockGood) {}
