package dev.ipcommand.agent.link;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The question of a probe: the root's SOA, the smallest that every resolver has an answer to (RFC 1035 §4). The root's name
 * has no letters whose case a resolver could change, and its answer is cached everywhere.
 */
public final class DnsQuery {
    /** Bytes of a query, without IP and UDP headers. */
    public static final int QUERY_BYTES = 17;
    /** Bytes of the usual answer, without headers: the question and one record of 75 bytes. */
    public static final int ANSWER_BYTES = 92;
    /** IPv4 and UDP headers of one datagram. */
    public static final int HEADER_BYTES = 28;

    private static final int QUESTION_AT = 12;
    /** Root, type SOA (6), class IN (1). */
    private static final byte[] QUESTION = {0, 0, 6, 0, 1};
    /** Recursion desired; a resolver may refuse a question without. */
    private static final short FLAGS = 0x0100;
    /** QR and the operation: an answer (1) to a standard query (0). */
    private static final int QR_OPCODE = 0xF8;

    private static final int ANSWER_TO_QUERY = 0x80;

    private DnsQuery() {}

    /** A query of {@link #QUERY_BYTES}. */
    static byte[] with(int id) {
        return ByteBuffer.allocate(QUERY_BYTES)
                .putShort((short) id)
                .putShort(FLAGS)
                .putShort((short) 1)
                .position(QUESTION_AT)
                .put(QUESTION)
                .array();
    }

    /** Whether it is an answer, of any kind, to the query with that id. */
    static boolean isAnswer(byte[] datagram, int length, int id) {
        return length >= QUERY_BYTES
                && number(datagram, 0) == (id & 0xFFFF)
                && (datagram[2] & QR_OPCODE) == ANSWER_TO_QUERY
                && number(datagram, 4) == 1
                && Arrays.equals(datagram, QUESTION_AT, QUERY_BYTES, QUESTION, 0, QUESTION.length);
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
