package dev.ipcommand.stub.dialect;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a platform calls its customers' servers.
 *
 * @param connect how long a connection may take
 * @param read how long the answer may pause, also before its first byte
 * @param total how long one callback may take in all, its retry included
 * @param retried answers that are followed by one more try; no answer at all never is
 * @param userAgent what the platform calls itself
 * @param signature how a call is signed
 */
public record CallbackPolicy(
        Duration connect, Duration read, Duration total, Set<Integer> retried, String userAgent, Signature signature) {

    /** The headers that tell a customer who calls. */
    public enum Signature {
        /** {@code X-Twilio-Signature}. */
        TWILIO,
        /** {@code kore-signature}, {@code kore-idempotency-token} and {@code date}. */
        KORE
    }

    /** Twilio's: 15 s in all and no retry, as is usual for its status callbacks (inferred). */
    static final CallbackPolicy TWILIO = new CallbackPolicy(
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Set.of(),
            "TwilioProxy/1.1",
            Signature.TWILIO);

    /**
     * KORE's: time-outs, statuses and the single retry are documented. That the total covers the retry is inferred from
     * Twilio's setting of the same name and value; that no answer is not retried, from the list naming statuses alone.
     */
    static final CallbackPolicy KORE = new CallbackPolicy(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Stream.concat(Stream.of(408, 423), IntStream.range(500, 600).boxed())
                    .collect(Collectors.toUnmodifiableSet()),
            "KoreProxy/1.1",
            Signature.KORE);

    /** The same with no time-out above {@code limit}: a bench need not wait as long as the platform does. */
    public CallbackPolicy within(Duration limit) {
        return new CallbackPolicy(
                shorter(connect, limit), shorter(read, limit), shorter(total, limit), retried, userAgent, signature);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
