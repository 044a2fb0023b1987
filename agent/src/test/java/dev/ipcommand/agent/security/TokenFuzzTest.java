package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What holds for any token. Runs over the saved inputs; {@code JAZZER_FUZZ=1} looks for more (docs/security.md). */
class TokenFuzzTest {
    private static final long NOW = 1_800_000_000L;
    private static final Sender SENDER = new Sender();
    private static long nanos;
    private static final JwsVerifier VERIFIER = new JwsVerifier(
            Map.of("ops1", SENDER.ed25519(), "shared", SENDER.hmac()),
            new Audience(Optional.of("gateway-7"), Optional::empty),
            new TimeRules(Duration.ofHours(24), () -> new DeviceTime.Reading(NOW, NOW, true, true), key -> 0),
            () -> nanos += 1_000_000_000L);

    /** Both keys are made anew in each run, or never leave it: no saved input can have been signed with one. */
    @FuzzTest(maxDuration = "3m")
    void shouldAcceptNothingThatNobodySigned(byte[] datagram) {
        if (VERIFIER.verify(datagram, datagram.length) instanceof SignedCommand) {
            throw new AssertionError("accepted: " + new String(datagram, ISO_8859_1));
        }
    }

    /** The first byte says where the header ends, the rest is header and claims: past base64url at once. */
    @FuzzTest(maxDuration = "3m")
    void shouldReadWellFormedJsonAlone(byte[] input) {
        int headerEnd = input.length == 0 ? 0 : Math.min(input.length, 1 + (input[0] & 0xFF));
        byte[] header =
                Arrays.copyOfRange(input, Math.min(1, input.length), Math.max(headerEnd, Math.min(1, input.length)));
        byte[] claims = Arrays.copyOfRange(input, Math.max(headerEnd, 0), input.length);
        String token = Sender.encoded(header) + "." + Sender.encoded(claims) + ".AAAA";

        if (VERIFIER.verify(token.getBytes(ISO_8859_1), token.length()) instanceof SignedCommand) {
            throw new AssertionError("accepted: " + token);
        }
        try {
            TokenClaims read = TokenClaims.read(claims);
            require(TokenClaims.isTokenId(read.jti()), "an id in its bounds");
            require(
                    read.dates().issuedAt() >= 0 && read.dates().expires() <= 253_402_300_799L,
                    "dates in their bounds");
            require(!read.audience().isEmpty(), "an audience");
            require(read.command().length <= claims.length, "no command larger than what came");
        } catch (MalformedTokenException e) {
            // As most are.
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
