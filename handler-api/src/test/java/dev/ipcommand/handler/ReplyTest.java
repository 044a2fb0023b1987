package dev.ipcommand.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void shouldNotShareItsBytesWithAnybody() {
        byte[] given = {1, 2};
        Reply reply = Reply.binary(given);
        given[0] = 9;
        reply.body()[1] = 9;

        assertArrayEquals(new byte[] {1, 2}, reply.body());
    }

    @Test
    void shouldBeTextInUtf8() {
        assertArrayEquals("grün".getBytes(UTF_8), Reply.text("grün").body());
        assertEquals(Reply.text("a"), Reply.binary(new byte[] {'a'}));
        assertNotEquals(Reply.text(""), Reply.none());
    }

    @Test
    void shouldOnlySendNothingForNone() {
        assertFalse(Reply.none().isSent());
        assertTrue(Reply.text("").isSent());
        assertTrue(Reply.failure(CommandStatus.UNAVAILABLE, "").isSent());
    }

    @Test
    void shouldRefuseAFailureThatIsOk() {
        assertThrows(IllegalArgumentException.class, () -> Reply.failure(CommandStatus.OK, "x"));
    }

    @Test
    void shouldKeepPayloadsOutOfLogs() {
        assertEquals("Reply[ok, 6 bytes]", Reply.text("secret").toString());
    }

    @Test
    void shouldNameTheStatusesOfTheProtocol() {
        assertEquals(
                List.of(
                        "ok",
                        "not-found",
                        "invalid-argument",
                        "deadline-exceeded",
                        "resource-exhausted",
                        "unauthenticated",
                        "permission-denied",
                        "unavailable",
                        "aborted",
                        "internal"),
                Stream.of(CommandStatus.values()).map(CommandStatus::wireName).toList());
    }

    @Test
    void shouldKnowAbsentSettings() {
        HandlerSettings settings = new HandlerSettings(Map.of("a", "1"));

        assertEquals(Optional.of("1"), settings.get("a"));
        assertEquals(Optional.empty(), settings.get("b"));
    }
}
