package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.stub.network.Sleep.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a device listens, as a table; times in milliseconds, -1 = never. */
class SleepTest {
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    // Cycle 1000, window 100, active 300; attached at 5000; the device sent at 6400, or never.
    @ParameterizedTest
    @CsvSource({
        "NONE, false, 5000, 5000",
        "NONE, false, 5999, 5999",
        "EDRX, false, 4000, 5000",
        "EDRX, false, 5000, 5000",
        "EDRX, false, 5099, 5099",
        "EDRX, false, 5100, 6000",
        "EDRX, false, 5999, 6000",
        "EDRX, false, 6000, 6000",
        "EDRX, false, 6400, 7000",
        "EDRX, false, 9000000, 9000000",
        "EDRX, false, 9000100, 9001000",
        "EDRX, true, 6100, 6400",
        "EDRX, true, 6400, 6400",
        "EDRX, true, 6499, 6499",
        "EDRX, true, 6500, 7000",
        "PSM, false, 4000, 5000",
        "PSM, false, 5000, 5000",
        "PSM, false, 5299, 5299",
        "PSM, false, 5300, -1",
        "PSM, true, 5300, 6400",
        "PSM, true, 6400, 6400",
        "PSM, true, 6699, 6699",
        "PSM, true, 6700, -1",
        "PSM, true, 9000000, -1",
    })
    void item09ShouldListenFrom(Mode mode, boolean sent, long at, long expected) {
        Sleep sleep = new Sleep(mode, 1000, 100, 300, Sleep.NONE.buffer());

        long from = sleep.listensFrom(nanos(5000), sent ? nanos(6400) : LONG_AGO, nanos(at));

        assertEquals(expected < 0 ? Sleep.NEVER : nanos(expected), from);
    }

    private static long nanos(long milliseconds) {
        return milliseconds * 1_000_000;
    }
}
