package dev.ipcommand.agent.security;

import java.util.Arrays;

/**
 * A command whose signature, audience and times are right.
 *
 * @param keyId who signed it
 * @param command the text of {@code cmd} as UTF-8, or the bytes of {@code cmd_b64}
 * @param text whether it came as {@code cmd}: a command in text form; else it is for a route
 * @param jti the token's own id
 * @param issuedAt seconds since the epoch
 * @param expires seconds since the epoch
 * @param now the device's time, seconds since the epoch
 * @param clockGood whether that is known to be right; if not, only floor and {@code jti} speak for the token, and only
 *     handlers with {@code without_clock = true} may run it
 * @param synchronised whether {@code now} comes from a clock that is said to be synchronised
 */
public record SignedCommand(
        String keyId,
        byte[] command,
        boolean text,
        String jti,
        long issuedAt,
        long expires,
        long now,
        boolean clockGood,
        boolean synchronised)
        implements Verdict {
    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCommand that
                && keyId.equals(that.keyId)
                && jti.equals(that.jti)
                && text == that.text
                && issuedAt == that.issuedAt
                && expires == that.expires
                && now == that.now
                && clockGood == that.clockGood
                && synchronised == that.synchronised
                && Arrays.equals(command, that.command);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode() * 31 + jti.hashCode();
    }

    /** No payload, no identity. */
    @Override
    public String toString() {
        return "SignedCommand[" + command.length + " bytes]";
    }
}
