package dev.ipcommand.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.handler.CommandStatus;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyEncoderTest {
    @Test
    void shouldPutTheHeadBeforeTheBytes() {
        byte[] output = {0, (byte) 0xFF, '\r', '\n', ':'};

        byte[] datagram = ReplyEncoder.framed("echo", "a1", output, 1300);

        assertEquals("echo#a1: ", new String(datagram, 0, 9, UTF_8));
        assertArrayEquals(output, Arrays.copyOfRange(datagram, 9, datagram.length));
    }

    @Test
    void shouldAnswerWithoutAnId() {
        assertEquals("ping: pong", text(ReplyEncoder.framed("ping", null, "pong".getBytes(UTF_8), 1300)));
        assertEquals("ping: ", text(ReplyEncoder.framed("ping", null, new byte[0], 1300)));
    }

    @Test
    void shouldFillADatagramButNeverMore() {
        assertEquals(1300, ReplyEncoder.framed("echo", null, new byte[1294], 1300).length);
        assertEquals(
                "echo! resource-exhausted: 1301 bytes, limit 1300",
                text(ReplyEncoder.framed("echo", null, new byte[1295], 1300)));
        assertEquals(
                "echo#a! resource-exhausted: 4096 bytes, limit 1300",
                text(ReplyEncoder.framed("echo", "a", new byte[4096], 1300)));
    }

    @ParameterizedTest
    @EnumSource(CommandStatus.class)
    void shouldNameEveryStatus(CommandStatus status) {
        String wire = status.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

        assertEquals("x#1! " + wire + ": why", text(ReplyEncoder.failure("x", "1", status, "why")));
    }

    @Test
    void shouldSendOneLineWithoutControlCharacters() {
        assertEquals("one", reason("one\ntwo"));
        assertEquals("one", reason("one\r\ntwo"));
        assertEquals("a b c d e", reason("a\tb\0c\u007Fd\u0085e"));
        assertEquals("a b", reason("a\u2028b"));
        assertEquals("no reason given", reason(""));
        assertEquals("no reason given", reason(" \nx"));
    }

    @Test
    void shouldCutTheReasonAtACharacterWithin120Bytes() {
        assertEquals("x".repeat(120), reason("x".repeat(121)));
        assertEquals("x".repeat(119), reason("x".repeat(119) + "ä"));
        assertEquals("x".repeat(118) + "ä", reason("x".repeat(118) + "ä"));
        assertEquals("x".repeat(117), reason("x".repeat(117) + "😀"));
        assertEquals("€".repeat(40), reason("€".repeat(100)));
        assertEquals("😀".repeat(30), reason("😀".repeat(100_000)));
        assertEquals("x" + "😀".repeat(29), reason("x" + "😀".repeat(100)));
    }

    private static String reason(String reason) {
        String datagram = text(ReplyEncoder.failure("x", null, CommandStatus.INTERNAL, reason));
        assertEquals("x! internal: ", datagram.substring(0, 13));
        return datagram.substring(13);
    }

    private static String text(byte[] datagram) {
        return new String(datagram, UTF_8);
    }
}
