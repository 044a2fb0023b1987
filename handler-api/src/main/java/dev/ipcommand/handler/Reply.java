package dev.ipcommand.handler;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a handler answers. Immutable; any thread may make and read it.
 *
 * <p>An answer longer than a datagram is not cut: the agent answers {@code resource-exhausted} in its place.
 */
public final class Reply {
    /** The longest datagram that the platform carries, in bytes, either way. */
    public static final int MAX_BYTES = 1300;

    private static final Reply NONE = new Reply(CommandStatus.OK, new byte[0], "", false);

    private final CommandStatus status;
    private final byte[] body;
    private final String reason;
    private final boolean sent;

    private Reply(CommandStatus status, byte[] body, String reason, boolean sent) {
        this.status = status;
        this.body = body;
        this.reason = reason;
        this.sent = sent;
    }

    /** The command is done and nothing is sent. */
    public static Reply none() {
        return NONE;
    }

    /** Answers with text, sent as UTF-8. */
    public static Reply text(String text) {
        return new Reply(CommandStatus.OK, text.getBytes(StandardCharsets.UTF_8), "", true);
    }

    /** Answers with bytes, copied. */
    public static Reply binary(byte[] bytes) {
        return new Reply(CommandStatus.OK, bytes.clone(), "", true);
    }

    /**
     * Answers with a failure.
     *
     * @param status anything but {@link CommandStatus#OK}
     * @param reason for the sender to read; cut to one line of at most 120 bytes when sent
     * @throws IllegalArgumentException if the status is {@code OK}
     */
    public static Reply failure(CommandStatus status, String reason) {
        if (status == CommandStatus.OK) {
            throw new IllegalArgumentException("a failure cannot have the status ok");
        }
        return new Reply(status, new byte[0], Objects.requireNonNull(reason), true);
    }

    /** How the command ended. */
    public CommandStatus status() {
        return status;
    }

    /** The answer's bytes, a fresh copy; empty for a failure and for {@link #none()}. */
    public byte[] body() {
        return body.clone();
    }

    /** Why it failed; empty if it did not. */
    public String reason() {
        return reason;
    }

    /** Whether anything is to be sent: false only for {@link #none()}. */
    public boolean isSent() {
        return sent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reply that
                && status == that.status
                && sent == that.sent
                && reason.equals(that.reason)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, sent, reason, Arrays.hashCode(body));
    }

    /** Status and length only: payloads stay out of logs. */
    @Override
    public String toString() {
        return sent ? "Reply[" + status.wireName() + ", " + body.length + " bytes]" : "Reply[none]";
    }
}
