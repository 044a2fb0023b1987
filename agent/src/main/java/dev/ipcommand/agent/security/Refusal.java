package dev.ipcommand.agent.security;

import java.util.Locale;

/** Why a token is refused, in the order of the checks. */
public enum Refusal implements Verdict {
    /** Longer than a datagram. */
    LENGTH,
    /** Not three canonical base64url parts, or header or claims are not what they must be. */
    FORM,
    /** No such key, or none named while there are several. */
    KID,
    /** The signature, or its algorithm, is not the key's. */
    SIGNATURE,
    /** For another device. */
    AUD,
    /** Expired, not yet valid, valid for too long, or older than the key's floor. */
    TIME,
    /** The token's id was used for another command. */
    JTI,
    /** Not looked at: too many wrong ones came. */
    RATE;

    /** For counters and the log. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
