package dev.ipcommand.agent.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code commands.journal}. Each says all there is to know of its command, so that none depends on another
 * one that may be damaged: an answer without its start still forbids a second execution.
 *
 * @param answer of {@link #DONE} only
 */
record CommandRecord(byte type, Subject subject, KnownTimes.Stamp stamp, @Nullable StoredAnswer answer) {
    /** The command is about to run. */
    static final byte STARTED = 1;
    /** It has an answer. */
    static final byte DONE = 2;
    /** Another token stands for the same command. */
    static final byte ALIAS = 3;
    /** Only the times count. */
    static final byte TIMES = 4;

    static final int MAX_DATAGRAM = 1300;
    static final int MAX_STATUS = 32;
    static final int MAX_HASH = 64;
    private static final int MAX_TEXT = 64;
    /** {@code sha256:} and 64 digits. */
    private static final int MAX_BOUNDED = 7 + 64;

    private static final int HAS_ID = 1;
    private static final int HAS_JTI = 2;
    private static final int HAS_ANSWER = 4;
    private static final int HAS_DATAGRAM = 8;

    /**
     * The command a record is about.
     *
     * @param number tells two executions with the same key apart: the earlier was forgotten when the later began
     * @param born running time in seconds at its claim
     * @param expires of the token in {@code key}; seconds since the epoch, 0 if there is none
     */
    record Subject(long number, long born, CommandKey key, byte[] hash, long expires) {}

    /**
     * The key with texts of bounded length that are the same before and after a restart: what is long or not plain
     * ASCII (a lone surrogate has no UTF-8) is replaced by its digest, which is longer than any text that is kept.
     */
    static CommandKey bounded(CommandKey key) {
        String id = key.id();
        String jti = key.jti();
        return new CommandKey(
                bounded(key.principal()),
                bounded(key.name()),
                id == null ? null : bounded(id),
                jti == null ? null : bounded(jti));
    }

    static String bounded(String text) {
        if (text.length() <= MAX_TEXT && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        try {
            // No charset: each would make the same of all lone surrogates.
            ByteBuffer chars = ByteBuffer.allocate(text.length() * Character.BYTES);
            chars.asCharBuffer().put(text);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(chars.array());
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    JournalRecord encoded() {
        ByteBuffer body = ByteBuffer.allocate(JournalRecord.MAX_BODY);
        String id = subject.key.id();
        String jti = subject.key.jti();
        byte[] datagram = answer == null ? null : answer.datagram();
        body.put((byte) ((id == null ? 0 : HAS_ID)
                | (jti == null ? 0 : HAS_JTI)
                | (answer == null ? 0 : HAS_ANSWER)
                | (datagram == null ? 0 : HAS_DATAGRAM)));
        body.putLong(subject.number).putLong(subject.born).putLong(subject.expires);
        body.putLong(stamp.uptime());
        body.putLong(stamp.latest().value()).putLong(stamp.latest().allowance());
        body.putLong(stamp.floor().value()).putLong(stamp.floor().allowance());
        put(body, subject.hash);
        put(body, ascii(subject.key.principal()));
        put(body, ascii(subject.key.name()));
        if (id != null) {
            put(body, ascii(id));
        }
        if (jti != null) {
            put(body, ascii(jti));
        }
        if (answer != null) {
            put(body, ascii(answer.status()));
        }
        if (datagram != null) {
            body.putShort((short) datagram.length).put(datagram);
        }
        byte[] bytes = new byte[body.position()];
        body.flip().get(bytes);
        return new JournalRecord(type, bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ByteBuffer body, byte[] shorter) {
        body.put((byte) shorter.length).put(shorter);
    }

    /** Empty if it is no record of a command. */
    static Optional<CommandRecord> decoded(JournalRecord record) {
        if (record.type() < STARTED || record.type() > TIMES) {
            return Optional.empty();
        }
        try {
            ByteBuffer body = ByteBuffer.wrap(record.body());
            CommandRecord decoded = decoded(record.type(), body);
            return body.hasRemaining() ? Optional.empty() : Optional.of(decoded);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static CommandRecord decoded(byte type, ByteBuffer body) {
        int has = body.get();
        long number = body.getLong();
        long born = body.getLong();
        long expires = body.getLong();
        long uptime = body.getLong();
        HighWater latest = new HighWater(body.getLong(), body.getLong());
        HighWater floor = new HighWater(body.getLong(), body.getLong());
        byte[] hash = take(body, body.get() & 0xff, MAX_HASH);
        CommandKey key = new CommandKey(
                text(body),
                text(body),
                (has & HAS_ID) == 0 ? null : text(body),
                (has & HAS_JTI) == 0 ? null : text(body));
        StoredAnswer answer = null;
        if ((has & HAS_ANSWER) != 0) {
            String status = text(body);
            answer = new StoredAnswer(
                    status, (has & HAS_DATAGRAM) == 0 ? null : take(body, body.getShort() & 0xffff, MAX_DATAGRAM));
        }
        Subject subject = new Subject(number, born, key, hash, expires);
        return new CommandRecord(type, subject, new KnownTimes.Stamp(uptime, latest, floor), answer);
    }

    private static String text(ByteBuffer body) {
        return new String(take(body, body.get() & 0xff, MAX_BOUNDED), StandardCharsets.US_ASCII);
    }

    private static byte[] take(ByteBuffer body, int length, int most) {
        if (length > Math.min(most, body.remaining())) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }
}
