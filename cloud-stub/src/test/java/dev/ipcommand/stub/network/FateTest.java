package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.network.Conditions.AppliesTo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Item 9 of what a faithful stub must do, without a network: the dice. */
class FateTest {
    private static Conditions with(int delay, int jitter, double loss, double duplicate, double reorder) {
        return new Conditions(delay, jitter, loss, duplicate, reorder, AppliesTo.TO_SIM);
    }

    private static List<List<Long>> decide(long seed, Conditions conditions, int count, long gapNanos) {
        Fate fate = new Fate(seed);
        List<List<Long>> decisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            decisions.add(fate.decide(conditions, i * gapNanos));
        }
        return decisions;
    }

    @Test
    void item09ShouldBeTheSameForTheSameSeed() {
        Conditions rough = with(10, 20, 0.1, 0.1, 0.1);

        assertEquals(decide(7, rough, 1000, 1_000), decide(7, rough, 1000, 1_000));
        assertTrue(!decide(7, rough, 1000, 1_000).equals(decide(8, rough, 1000, 1_000)));
    }

    @Test
    void item09ShouldKeepTheSharesItIsGiven() {
        List<List<Long>> decisions = decide(1, with(0, 0, 0.25, 0.5, 0), 10_000, 1_000);

        long lost = decisions.stream().filter(List::isEmpty).count();
        long twice = decisions.stream().filter(copies -> copies.size() == 2).count();
        assertTrue(lost > 2_300 && lost < 2_700, "lost " + lost);
        assertTrue(twice > 3_500 && twice < 4_000, "of the other 7500 twice " + twice);
    }

    @Test
    void item09ShouldDelayWithinBoundsAndKeepTheOrder() {
        long gap = 1_000_000;
        List<List<Long>> decisions = decide(3, with(100, 50, 0, 0, 0), 1000, gap);

        long last = 0;
        for (int i = 0; i < decisions.size(); i++) {
            long delay = decisions.get(i).get(0);
            assertTrue(delay >= 100_000_000L && delay <= 150_000_000L, "delay " + delay);
            assertTrue(i * gap + delay >= last, "overtaken");
            last = i * gap + delay;
        }
    }

    @Test
    void item09ShouldHoldBackWhatIsToBeOvertaken() {
        Fate fate = new Fate(1);

        assertEquals(List.of(Fate.HOLD_BACK_NANOS), fate.decide(with(0, 0, 0, 0, 1), 0));
        assertEquals(List.of(0L), fate.decide(with(0, 0, 0, 0, 0), 1_000));
    }
}
