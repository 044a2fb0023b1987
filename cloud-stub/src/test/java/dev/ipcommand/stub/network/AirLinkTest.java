package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.event.Event;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.event.Subscription;
import dev.ipcommand.stub.network.Conditions.AppliesTo;
import dev.ipcommand.stub.network.Conditions.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Item 9 of what a faithful stub must do, step by step: the air's thread is not started, and time is moved by hand. */
class AirLinkTest {
    private static final Sleep EDRX = new Sleep(Sleep.Mode.EDRX, 20_000, 2_000, 0, Sleep.NONE.buffer());
    private static final Sleep PSM = new Sleep(Sleep.Mode.PSM, 1, 1, 10_000, Sleep.NONE.buffer());

    private final HandClock clock = new HandClock();
    private final AtomicLong time = new AtomicLong();
    private final EventBus events = new EventBus(clock);
    private final Subscription subscription = events.subscribe(0, 100_000).orElseThrow();
    private final PacketNetwork network = new PacketNetwork(clock, time::get, events, "127.64.0.1");
    private final AirLink air = new AirLink(network, events, 1, time::get);
    private final List<String> arrived = new ArrayList<>();

    private void change(Optional<Boolean> attached, UnaryOperator<Conditions> conditions) {
        network.change("s", new Change(attached, Optional.empty(), Optional.empty(), Optional.empty(), conditions));
        air.lookAgain("s");
    }

    private void attach() {
        change(Optional.of(true), c -> c);
    }

    private void detach() {
        change(Optional.of(false), c -> c);
    }

    private void delay(int milliseconds) {
        change(
                Optional.empty(),
                c -> new Conditions(milliseconds, 0, c.loss(), c.duplicate(), c.reorder(), AppliesTo.BOTH, c.sleep()));
    }

    private void reorder(double share) {
        change(
                Optional.empty(),
                c -> new Conditions(c.delayMs(), 0, 0, c.duplicate(), share, AppliesTo.BOTH, c.sleep()));
    }

    private void sleep(Sleep sleep) {
        change(Optional.empty(), c -> new Conditions(c.delayMs(), 0, 0, 0, 0, AppliesTo.BOTH, sleep));
    }

    private void buffer(Sleep.Mode mode, Sleep.Policy policy, int milliseconds, int datagrams) {
        sleep(new Sleep(mode, 20_000, 2_000, 10_000, new Sleep.Buffer(policy, milliseconds, datagrams)));
    }

    private void toSim(String name) throws IOException {
        air.carry("s", Way.TO_SIM, name.length(), () -> arrived.add(name));
    }

    private void fromSim(String name) throws IOException {
        air.carry("s", Way.FROM_SIM, name.length(), () -> arrived.add(name));
    }

    private void pass(int milliseconds) {
        time.addAndGet(milliseconds * 1_000_000L);
        air.lookAgain();
    }

    private List<String> reasons() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Optional<Event> event = subscription.take(Duration.ZERO);
                event.isPresent();
                event = subscription.take(Duration.ZERO)) {
            if (event.get().type().equals("datagram.lost")) {
                reasons.add(String.valueOf(event.get().details().get("because")));
            }
        }
        return reasons;
    }

    @Test
    void shouldNotPassOneWhoseTimeHasComeButThatHasNotLeft() throws IOException {
        attach();
        delay(100);
        toSim("first");
        delay(0);
        // Due, but its thread has not come to it.
        time.addAndGet(100_000_000);

        toSim("second");

        assertEquals(List.of(), arrived);
        air.lookAgain();
        assertEquals(List.of("first", "second"), arrived);
    }

    @Test
    void shouldKeepTheOrderAcrossEveryChangeOfConditions() throws IOException {
        attach();
        List<String> sent = new ArrayList<>();
        int[] delays = {0, 50, 10, 0, 200, 0, 1};
        for (int i = 0; i < 700; i++) {
            if (i % 5 == 0) {
                delay(delays[i / 5 % delays.length]);
            }
            if (i % 70 == 0) {
                sleep(i % 140 == 0 ? EDRX : Sleep.NONE);
                pass(100);
            }
            sent.add("n" + i);
            toSim("n" + i);
            pass(i % 3);
        }
        pass(60_000);

        assertEquals(sent.size(), arrived.size());
        assertEquals(sent, arrived);
        assertEquals(0, air.underWay());
    }

    @Test
    void shouldLetTheLaterOvertakeWhatIsHeldBackAndNothingElse() throws IOException {
        attach();
        reorder(1);
        toSim("late");
        reorder(0);
        toSim("early");

        assertEquals(List.of("early"), arrived);
        pass(499);
        assertEquals(List.of("early"), arrived);
        pass(1);
        assertEquals(List.of("early", "late"), arrived);
    }

    @Test
    void shouldKeepTheDirectionsApart() throws IOException {
        attach();
        delay(100);
        toSim("down");
        delay(0);
        fromSim("up");

        assertEquals(List.of("up"), arrived);
    }

    @Test
    void shouldTakeEverythingUnderWayAlongWithTheSession() throws Exception {
        attach();
        delay(100);
        toSim("flying");
        sleep(EDRX);
        pass(2_000);
        arrived.clear();
        toSim("held");
        delay(600_000);
        fromSim("up");
        reasons();

        detach();
        attach();
        sleep(Sleep.NONE);
        delay(0);
        toSim("new");

        assertEquals(List.of("no longer attached"), reasons());
        assertEquals(List.of("new"), arrived);
        pass(600_000);
        assertEquals(List.of("new", "up"), arrived, "what the device has sent has left it");
        detach();
        toSim("never");
        assertEquals(List.of("no longer attached"), reasons());
        assertEquals(0, air.underWay());
    }

    @Test
    void shouldNoticeASessionThatEndedAndBeganBetweenTwoLooks() throws Exception {
        attach();
        sleep(PSM);
        pass(10_000);
        toSim("old");
        for (boolean attached : new boolean[] {false, true}) {
            network.change(
                    "s",
                    new Change(Optional.of(attached), Optional.empty(), Optional.empty(), Optional.empty(), c -> c));
        }
        toSim("new");

        assertEquals(List.of("new"), arrived);
        assertEquals(List.of("no longer attached"), reasons());
    }

    @Test
    void shouldNotWaitForWhatWentWithTheOldSession() throws IOException {
        attach();
        delay(600_000);
        toSim("old");
        detach();
        attach();
        delay(0);

        toSim("new");

        assertEquals(List.of("new"), arrived);
    }

    @Test
    void item09EdrxShouldDeliverInThePagingWindow() throws Exception {
        attach();
        sleep(EDRX);
        toSim("in the first");
        pass(1_999);
        toSim("at its end");
        pass(1);
        toSim("a");
        toSim("b");
        assertEquals(List.of("in the first", "at its end"), arrived);
        pass(17_999);
        toSim("c");
        assertEquals(2, arrived.size());
        pass(1);
        toSim("d");

        assertEquals(List.of("in the first", "at its end", "a", "b", "c", "d"), arrived);
        assertEquals(List.of(), reasons());
    }

    @Test
    void item09EdrxShouldDeliverWhenTheDeviceSends() throws IOException {
        attach();
        sleep(EDRX);
        pass(5_000);
        toSim("down");
        fromSim("up");
        pass(1_999);
        toSim("just");
        pass(1);
        toSim("too late");

        assertEquals(List.of("up", "down", "just"), arrived);
    }

    @Test
    void item09EdrxShouldDeliverIfTimeJumpsOverTheWindow() throws IOException {
        attach();
        sleep(EDRX);
        pass(5_000);
        toSim("x");

        pass(24 * 3600_000);

        assertEquals(List.of("x"), arrived);
    }

    @Test
    void item09PsmShouldDeliverWhenTheDeviceSends() throws IOException {
        attach();
        sleep(PSM);
        pass(9_999);
        toSim("still active");
        pass(1);
        toSim("a");
        toSim("b");
        pass(50_000);
        assertEquals(List.of("still active"), arrived);

        fromSim("up");
        toSim("c");

        assertEquals(List.of("still active", "up", "a", "b", "c"), arrived);
        pass(9_999);
        toSim("d");
        assertEquals("d", arrived.get(5));
        pass(1);
        toSim("e");
        assertEquals(6, arrived.size());
    }

    @Test
    void item09ShouldCountTheDelayFromWhenTheDeviceListens() throws IOException {
        attach();
        delay(100);
        sleep(PSM);
        pass(20_000);
        toSim("a");
        delay(0);
        fromSim("up");
        toSim("b");

        pass(99);
        assertEquals(List.of("up"), arrived);
        pass(1);
        assertEquals(List.of("up", "a", "b"), arrived);
    }

    @Test
    void item09ShouldDropForASleepingDeviceIfToldTo() throws Exception {
        attach();
        buffer(Sleep.Mode.PSM, Sleep.Policy.DROP, 60_000, 10);
        toSim("active");
        pass(10_000);
        toSim("asleep");
        fromSim("up");

        assertEquals(List.of("active", "up"), arrived);
        assertEquals(List.of("asleep"), reasons());
    }

    @Test
    void item09ShouldKeepSoManyForSoLong() throws Exception {
        attach();
        buffer(Sleep.Mode.PSM, Sleep.Policy.KEEP, 30_000, 2);
        pass(10_000);
        toSim("a");
        pass(15_000);
        toSim("b");
        toSim("c");
        assertEquals(List.of("asleep, and the network's buffer is full"), reasons());
        pass(14_999);
        assertEquals(List.of(), reasons());
        pass(1);
        assertEquals(List.of("asleep, and the network kept it no longer"), reasons());
        fromSim("up");

        assertEquals(List.of("up", "b"), arrived);
    }

    @Test
    void item09ShouldLoseWhatEndedBeforeTheDeviceListenedEvenIfTimeJumpsOverBoth() throws Exception {
        attach();
        buffer(Sleep.Mode.EDRX, Sleep.Policy.KEEP, 10_000, 10);
        pass(2_000);
        toSim("too old at 20 s");
        pass(9_000);
        toSim("not too old at 20 s");

        pass(600_000);

        assertEquals(List.of("not too old at 20 s"), arrived);
        assertEquals(1, reasons().size());
    }

    @Test
    void item09ShouldDeliverWhatIsHeldWhenTheSleepIsTakenAway() throws IOException {
        attach();
        sleep(PSM);
        pass(10_000);
        toSim("a");
        sleep(Sleep.NONE);
        toSim("b");

        assertEquals(List.of("a", "b"), arrived);
    }

    @Test
    void item09ShouldStartAwakeWhenTheModemAttaches() throws IOException {
        attach();
        sleep(PSM);
        detach();
        pass(600_000);
        attach();
        toSim("a");

        assertEquals(List.of("a"), arrived);
    }

    @Test
    void shouldReportFailureToTheCallerAtOnceAndAsALossLater() throws Exception {
        attach();
        AirLink.Arrival broken = () -> {
            throw new IOException("no route");
        };
        assertThrows(IOException.class, () -> air.carry("s", Way.TO_SIM, 1, broken));
        delay(10);
        air.carry("s", Way.TO_SIM, 1, broken);
        toSim("next");
        pass(10);

        assertEquals(List.of("could not be sent"), reasons());
        assertEquals(List.of("next"), arrived);
        assertEquals(0, air.underWay());
    }

    @Test
    void shouldBoundWhatIsUnderWay() throws Exception {
        attach();
        delay(1000);
        for (int i = 0; i < 1001; i++) {
            toSim("x");
        }
        assertEquals(List.of("too many under way"), reasons());
        for (int i = 0; i < 17; i++) {
            air.carry("s", Way.FROM_SIM, 65_507, () -> arrived.add("big"));
        }
        assertEquals(List.of("too many under way"), reasons(), "1 MiB of one Sim and direction");
        assertEquals(1016, air.underWay());

        List<String> sims = IntStream.range(0, 17).mapToObj(i -> "s" + i).toList();
        for (String sim : sims) {
            network.change(
                    sim,
                    new Change(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty(), c -> network.of(
                                    "s")
                            .conditions()));
            for (int i = 0; i < 16; i++) {
                air.carry(sim, Way.TO_SIM, 65_507, () -> arrived.add("big"));
            }
        }
        assertEquals(256 + 1000, air.underWay(), "16 MiB in all");
        pass(1000);
        assertEquals(0, air.underWay());
        arrived.clear();
        reasons();

        for (String sim : sims) {
            for (int i = 0; i < 900; i++) {
                air.carry(sim, Way.FROM_SIM, 1, () -> arrived.add("small"));
            }
        }
        assertEquals(10_000, air.underWay(), "datagrams in all");
        assertEquals(17 * 900 - 10_000, reasons().size());
        pass(1000);
        assertEquals(0, air.underWay());
        assertEquals(10_000, arrived.size());
    }

    @Test
    void shouldSayWhatIsGoingOn() throws IOException {
        assertEquals(new AirLink.Load(false, 0, 0), air.load("s"));
        attach();
        assertEquals(new AirLink.Load(true, 0, 0), air.load("s"));
        delay(1000);
        toSim("flying");
        sleep(PSM);
        pass(500);
        time.addAndGet(9_500_000_000L);
        toSim("held");
        assertEquals(new AirLink.Load(false, 1, 2), air.load("s"));
    }
}
