package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetLogTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path directory = Path.of("");

    private ResetLog at(Instant time) {
        return ResetLog.open(directory, Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void shouldRememberResetsOfEarlierLivesForADay() {
        at(NOON).noteReset();
        at(NOON.plus(Duration.ofHours(2))).noteReset();

        assertEquals(
                List.of(Duration.ofHours(3), Duration.ofHours(1)),
                at(NOON.plus(Duration.ofHours(3))).agesOfResets());
        assertEquals(
                List.of(Duration.ofHours(22)),
                at(NOON.plus(Duration.ofHours(24))).agesOfResets());
    }

    @Test
    void shouldClearTheCardsListOnceADay() {
        assertTrue(at(NOON).mayClearForbidden());
        at(NOON).noteForbiddenCleared();

        assertFalse(at(NOON.plus(Duration.ofHours(23))).mayClearForbidden());
        assertTrue(at(NOON.plus(Duration.ofHours(24))).mayClearForbidden());
        assertEquals(List.of(), at(NOON).agesOfResets());
    }

    /** A gateway without a battery starts in the past: what it noted yesterday lies in the future. */
    @Test
    void shouldCountWhatLiesInTheFutureAsJustNow() {
        at(NOON.plus(Duration.ofDays(9))).noteReset();

        assertEquals(List.of(Duration.ZERO), at(NOON).agesOfResets());
    }

    @Test
    void shouldPassOverWhatItCannotRead() throws IOException {
        Files.writeString(
                directory.resolve("resets"), "RESET x\nNONSENSE 12\n\u0000\nRESET " + NOON.toEpochMilli() + "\nRESET");

        assertEquals(
                List.of(Duration.ofMinutes(5)),
                at(NOON.plus(Duration.ofMinutes(5))).agesOfResets());
    }

    @Test
    void shouldGoOnWithoutADisk() {
        ResetLog log = ResetLog.open(directory.resolve("missing"), Clock.fixed(NOON, ZoneOffset.UTC));
        log.noteReset();

        assertEquals(List.of(Duration.ZERO), log.agesOfResets());
    }

    @Test
    void shouldStaySmall() throws IOException {
        ResetLog log = at(NOON);
        for (int i = 0; i < 500; i++) {
            log.noteReset();
        }

        assertEquals(64, log.agesOfResets().size());
        assertTrue(Files.size(directory.resolve("resets")) < 2048);
    }
}
