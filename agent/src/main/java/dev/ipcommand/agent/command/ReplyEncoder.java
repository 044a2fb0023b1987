package dev.ipcommand.agent.command;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the datagram of an answer: {@code name[#id]: output} or {@code name[#id]! status: reason}.
 *
 * <p>The caller hands in only names and ids that the decoder or the configuration found valid, so nothing else that was
 * received is ever repeated. An answer is never cut: one that does not fit becomes {@code resource-exhausted}, with the
 * output's size, or with that of the whole answer if only the head makes it too long.
 *
 * <p><b>Threading.</b> No state: any thread.
 */
public final class ReplyEncoder {
    /** The longest reason, in bytes of UTF-8. */
    public static final int MAX_REASON = 120;

    private static final String NO_REASON = "no reason given";

    private ReplyEncoder() {}

    /**
     * A good answer with its head; a failure if it is longer than the limit.
     *
     * @param name the handler's name
     * @param id the command's id, if it has one
     * @param output the handler's bytes
     * @param limit the longest datagram, at most {@link Reply#MAX_BYTES}
     */
    public static byte[] framed(String name, @Nullable String id, byte[] output, int limit) {
        int head = name.length() + (id == null ? 0 : 1 + id.length());
        int total = head + 2 + output.length;
        if (total > limit) {
            return tooLong(name, id, output.length > limit ? output.length : total, limit);
        }
        byte[] datagram = new byte[total];
        int at = putHead(datagram, name, id);
        datagram[at++] = ':';
        datagram[at++] = ' ';
        System.arraycopy(output, 0, datagram, at, output.length);
        return datagram;
    }

    /** The answer in place of one that is longer than a datagram. */
    public static byte[] tooLong(String name, @Nullable String id, long bytes, int limit) {
        return failure(name, id, CommandStatus.RESOURCE_EXHAUSTED, bytes + " bytes, limit " + limit);
    }

    /**
     * A failure with its head.
     *
     * @param reason anything; sent as one line of at most {@value #MAX_REASON} bytes without control characters
     */
    public static byte[] failure(String name, @Nullable String id, CommandStatus status, String reason) {
        byte[] wireStatus = status.wireName().getBytes(StandardCharsets.ISO_8859_1);
        byte[] line = reasonLine(reason).getBytes(StandardCharsets.UTF_8);
        int length = cutAtCharacter(line, MAX_REASON);
        int head = name.length() + (id == null ? 0 : 1 + id.length());
        byte[] datagram = new byte[head + 2 + wireStatus.length + 2 + length];
        int at = putHead(datagram, name, id);
        datagram[at++] = '!';
        datagram[at++] = ' ';
        System.arraycopy(wireStatus, 0, datagram, at, wireStatus.length);
        at += wireStatus.length;
        datagram[at++] = ':';
        datagram[at++] = ' ';
        System.arraycopy(line, 0, datagram, at, length);
        return datagram;
    }

    /** The first line, with a space for each control character; something to read if that leaves nothing. */
    static String reasonLine(String reason) {
        // No more than MAX_REASON characters can be sent: a huge reason is not walked to its end.
        int end = Math.min(reason.length(), MAX_REASON + 1);
        StringBuilder line = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = reason.charAt(i);
            if (c == '\n' || c == '\r') {
                break;
            }
            boolean control = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            line.append(control ? ' ' : c);
        }
        return line.toString().isBlank() ? NO_REASON : line.toString();
    }

    private static int cutAtCharacter(byte[] utf8, int limit) {
        int length = Math.min(utf8.length, limit);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    private static int putHead(byte[] datagram, String name, @Nullable String id) {
        int at = putAscii(datagram, 0, name);
        if (id != null) {
            datagram[at++] = '#';
            at = putAscii(datagram, at, id);
        }
        return at;
    }

    private static int putAscii(byte[] datagram, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            datagram[from + i] = (byte) text.charAt(i);
        }
        return from + text.length();
    }
}
