package dev.ipcommand.agent.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record as it lies on the disk: length of the body (4 bytes), type (1), CRC32C of length, type and body (4), body;
 * big-endian. Pure.
 *
 * @param type 1 byte
 * @param body at most {@value #MAX_BODY} bytes
 */
record JournalRecord(byte type, byte[] body) {
    static final int HEAD = 4 + 1 + 4;
    /** A datagram of 1300 bytes and all that belongs to its command; whatever claims to be longer is not a record. */
    static final int MAX_BODY = 1300 + 500;

    ByteBuffer encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + body.length);
        bytes.putInt(body.length)
                .put(type)
                .putInt(checksum(body.length, type, body))
                .put(body);
        return bytes.flip();
    }

    /** Reads the record at the buffer's position and moves past it; empty, and not moved, if there is no whole one. */
    static Optional<JournalRecord> read(ByteBuffer from) {
        int start = from.position();
        Optional<Integer> length = lengthAt(from, start);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = new byte[length.get()];
        byte type = from.get(start + 4);
        from.get(start + HEAD, body);
        if (from.getInt(start + 5) != checksum(body.length, type, body)) {
            return Optional.empty();
        }
        from.position(start + HEAD + body.length);
        return Optional.of(new JournalRecord(type, body));
    }

    /** The length of the body that the head at {@code start} announces, if as much is there. */
    static Optional<Integer> lengthAt(ByteBuffer from, int start) {
        if (from.limit() - start < HEAD) {
            return Optional.empty();
        }
        int length = from.getInt(start);
        boolean whole = length >= 0 && length <= MAX_BODY && from.limit() - start - HEAD >= length;
        return whole ? Optional.of(length) : Optional.empty();
    }

    private static int checksum(int length, byte type, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(5).putInt(length).put(type).flip());
        crc.update(body);
        return (int) crc.getValue();
    }
}
