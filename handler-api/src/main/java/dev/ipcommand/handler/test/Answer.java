package dev.ipcommand.handler.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a sender would read, and what the handler did besides. Immutable.
 *
 * <p>Each {@code expect} throws an {@code AssertionError} with what was expected and what was found, and else returns this
 * answer for the next.
 */
public final class Answer {
    private static final int MAX_REASON = 120;

    private final SentCommand command;
    private final CommandStatus status;
    private final String reason;
    private final byte[] body;
    private final boolean sent;
    private final boolean raw;
    private final List<byte[]> messages;
    private final List<String> log;

    Answer(SentCommand command, Reply reply, boolean raw, CapturedContext context) {
        this.command = command;
        this.raw = raw;
        this.messages = context.messages();
        this.log = context.log().lines();
        byte[] output = reply.body();
        int total = output.length + (raw ? 0 : SentCommand.headLength(command.name(), command.id()));
        if (reply.status() == CommandStatus.OK && total > Reply.MAX_BYTES) {
            int shown = output.length > Reply.MAX_BYTES ? output.length : total;
            this.status = CommandStatus.RESOURCE_EXHAUSTED;
            this.reason = shown + " bytes, limit " + Reply.MAX_BYTES;
            this.body = new byte[0];
        } else {
            this.status = reply.status();
            this.reason = reply.status() == CommandStatus.OK ? "" : line(reply.reason());
            this.body = output;
        }
        // Raw: nothing of the agent's own is mixed into the user's protocol.
        this.sent = reply.isSent() && !(raw && (status != CommandStatus.OK || output.length == 0));
    }

    /** A reason as it is sent: one line of at most 120 bytes, no control characters. */
    private static String line(String reason) {
        StringBuilder line = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < reason.length(); ) {
            int c = reason.codePointAt(i);
            if (c == '\n' || c == '\r') {
                break;
            }
            boolean control = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
            String shown = control ? " " : Character.toString(c);
            bytes += shown.getBytes(UTF_8).length;
            if (bytes > MAX_REASON) {
                break;
            }
            line.append(shown);
            i += Character.charCount(c);
        }
        return line.toString().isBlank() ? "no reason given" : line.toString();
    }

    /** Expects a good answer with exactly this text, without the head. */
    public Answer expectText(String expected) {
        check(
                status == CommandStatus.OK && sent && Arrays.equals(body, expected.getBytes(UTF_8)),
                '"' + expected + '"');
        return this;
    }

    /** Expects a good answer with exactly these bytes, without the head. */
    public Answer expectBytes(byte[] expected) {
        check(
                status == CommandStatus.OK && sent && Arrays.equals(body, expected),
                "bytes " + HexFormat.of().formatHex(expected));
        return this;
    }

    /** Expects that nothing is sent. */
    public Answer expectNothing() {
        check(!sent, "nothing to be sent");
        return this;
    }

    /** Expects a failure, whatever its reason. */
    public Answer expectFailure(CommandStatus expected) {
        check(status == expected, expected.wireName());
        return this;
    }

    /** Expects a failure with exactly this reason. */
    public Answer expectFailure(CommandStatus expected, String expectedReason) {
        check(status == expected && reason.equals(expectedReason), expected.wireName() + ": " + expectedReason);
        return this;
    }

    /** Expects the whole datagram, with its head: {@code greet#7: hi bob}, or {@code greet#7! unavailable: no sensor}. */
    public Answer expectDatagram(String expected) {
        byte[] found = datagram().orElse(null);
        if (found == null || !Arrays.equals(found, expected.getBytes(UTF_8))) {
            throw new AssertionError("expected the datagram: \"" + expected + "\"\nfound: "
                    + (found == null ? "none" : '"' + new String(found, UTF_8) + '"') + trouble());
        }
        return this;
    }

    /** Expects exactly these messages in the outbox, in order; none: that there are none. */
    public Answer expectMessages(String... expected) {
        List<String> found =
                messages.stream().map(message -> new String(message, UTF_8)).toList();
        if (!found.equals(List.of(expected))) {
            throw new AssertionError("expected the messages: " + List.of(expected) + "\nfound: " + found + trouble());
        }
        return this;
    }

    /** Expects a line of the log that contains this. */
    public Answer expectLog(String part) {
        if (log.stream().noneMatch(line -> line.contains(part))) {
            throw new AssertionError("expected in the log: " + part + "\nfound: " + log);
        }
        return this;
    }

    /** How the command ended. */
    public CommandStatus status() {
        return status;
    }

    /** Why it failed, as it is sent; empty if it did not. */
    public String reason() {
        return reason;
    }

    /** The answer's bytes without the head. */
    public byte[] body() {
        return body.clone();
    }

    /** What is sent, head and all; empty if nothing is. */
    public Optional<byte[]> datagram() {
        if (!sent) {
            return Optional.empty();
        }
        if (raw) {
            return Optional.of(body.clone());
        }
        String head = command.name() + command.id().map(id -> "#" + id).orElse("");
        boolean ok = status == CommandStatus.OK;
        byte[] first = (head + (ok ? ": " : "! " + status.wireName() + ": " + reason)).getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, whole, first.length, body.length);
        return Optional.of(whole);
    }

    /** What was put into the outbox, in order. */
    public List<byte[]> messages() {
        return messages.stream().map(byte[]::clone).toList();
    }

    /** What was logged: {@code WARNING text}, with the exception if there was one. */
    public List<String> log() {
        return log;
    }

    private void check(boolean asExpected, String expected) {
        if (!asExpected) {
            throw new AssertionError("expected: " + expected + "\nfound: " + this + trouble());
        }
    }

    private String trouble() {
        return log.isEmpty() ? "" : "\nlog: " + String.join("\n     ", log);
    }

    /** For the reader of a failed test. */
    @Override
    public String toString() {
        if (status != CommandStatus.OK) {
            return status.wireName() + ": " + reason + (sent ? "" : " (not sent: raw)");
        }
        if (!sent) {
            return "nothing was sent";
        }
        String text = new String(body, UTF_8);
        boolean isText = Arrays.equals(text.getBytes(UTF_8), body);
        return isText ? '"' + text + '"' : "bytes " + HexFormat.of().formatHex(body);
    }
}
