package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.network.Conditions.AppliesTo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Item 9 of what a faithful stub must do, without a network: the dice. */
class FateTest {
    private static Conditions with(int delay, int jitter, double loss, double duplicate, double reorder) {
        return new Conditions(delay, jitter, loss, duplicate, reorder, AppliesTo.TO_SIM, Sleep.NONE);
    }

    private static List<Fate.Cast> cast(long seed, Conditions conditions, int count) {
        Fate fate = new Fate(seed);
        return Stream.generate(() -> fate.next(conditions)).limit(count).toList();
    }

    @Test
    void item09ShouldBeTheSameForTheSameSeed() {
        Conditions rough = with(10, 20, 0.1, 0.1, 0.1);

        assertEquals(cast(7, rough, 1000), cast(7, rough, 1000));
        assertNotEquals(cast(7, rough, 1000), cast(8, rough, 1000));
    }

    @Test
    void item09ShouldThrowTheSameForTheSameNumberWhateverTheConditionsWere() {
        Fate fate = new Fate(7);
        fate.next(Conditions.IDEAL);
        fate.next(with(5, 5, 1, 1, 1));

        assertEquals(cast(7, with(10, 20, 0.5, 0.5, 0.5), 3).get(2), fate.next(with(10, 20, 0.5, 0.5, 0.5)));
    }

    @Test
    void item09ShouldKeepTheSharesItIsGiven() {
        List<Fate.Cast> casts = cast(1, with(0, 0, 0.25, 0.5, 0.1), 10_000);

        long lost = casts.stream().filter(Fate.Cast::lost).count();
        long twice = casts.stream().filter(Fate.Cast::twice).count();
        long late = casts.stream().filter(Fate.Cast::late).count();
        assertTrue(lost > 2_300 && lost < 2_700, "lost " + lost);
        assertTrue(twice > 4_700 && twice < 5_300, "twice " + twice);
        assertTrue(late > 850 && late < 1_150, "late " + late);
    }

    @Test
    void item09ShouldDelayWithinBounds() {
        List<Long> delays = cast(3, with(100, 50, 0, 0, 0), 1000).stream()
                .map(Fate.Cast::delayNanos)
                .toList();

        assertTrue(delays.stream().allMatch(delay -> delay >= 100_000_000L && delay <= 150_000_000L));
        assertTrue(delays.stream().distinct().count() > 900);
    }
}
