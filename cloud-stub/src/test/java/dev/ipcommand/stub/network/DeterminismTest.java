package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.network.Conditions.AppliesTo;
import dev.ipcommand.stub.network.Conditions.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Same seed, same datagrams of a Sim: same fate, whatever other Sims do and however threads take turns. */
class DeterminismTest {
    private static final int SIMS = 8;
    private static final int DATAGRAMS = 200;
    private static final Conditions ROUGH = new Conditions(0, 0, 0.2, 0.2, 0.2, AppliesTo.BOTH, Sleep.NONE);

    /** One run: what arrives at each Sim, and from it, in its order. */
    private static final class Run {
        final AtomicLong time = new AtomicLong();
        final EventBus events = new EventBus(new HandClock());
        final PacketNetwork network = new PacketNetwork(new HandClock(), time::get, events, "127.64.0.1");
        final AirLink air;
        final Map<String, List<Integer>> arrived = new TreeMap<>();

        Run(long seed) {
            air = new AirLink(network, events, seed, time::get);
            for (int sim = 0; sim < SIMS; sim++) {
                arrived.put("s" + sim + Way.TO_SIM, new ArrayList<>());
                arrived.put("s" + sim + Way.FROM_SIM, new ArrayList<>());
                attach("s" + sim);
            }
        }

        void attach(String sim) {
            network.change(
                    sim,
                    new Change(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty(), c -> ROUGH));
        }

        void carry(String sim, int number) {
            for (Way way : Way.values()) {
                try {
                    air.carry(sim, way, 10, () -> arrived.getOrDefault(sim + way, new ArrayList<>())
                            .add(number));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        Map<String, List<Integer>> end() {
            time.addAndGet(1_000_000_000);
            air.lookAgain();
            return arrived;
        }
    }

    private static Map<String, List<Integer>> oneAfterTheOther(long seed) {
        Run run = new Run(seed);
        for (int sim = 0; sim < SIMS; sim++) {
            for (int number = 0; number < DATAGRAMS; number++) {
                run.carry("s" + sim, number);
            }
        }
        return run.end();
    }

    private static Map<String, List<Integer>> allAtOnceAmongOthers(long seed) throws InterruptedException {
        Run run = new Run(seed);
        List<Thread> threads = new ArrayList<>();
        for (int sim = 0; sim < SIMS; sim++) {
            String mine = "s" + sim;
            threads.add(new Thread(() -> {
                run.attach("noise of " + mine);
                for (int number = 0; number < DATAGRAMS; number++) {
                    run.carry("noise of " + mine, number);
                    run.carry(mine, number);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return run.end();
    }

    @Test
    void item09ShouldBeTheSameForTheSameSeedAndTheSameDatagrams() throws InterruptedException {
        Map<String, List<Integer>> first = oneAfterTheOther(5);

        assertEquals(first, allAtOnceAmongOthers(5));
        assertNotEquals(first, oneAfterTheOther(6));
        assertEquals(SIMS * 2, first.values().stream().distinct().count(), "each has dice of its own");
    }
}
