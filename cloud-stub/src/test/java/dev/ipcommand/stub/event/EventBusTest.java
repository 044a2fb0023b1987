package dev.ipcommand.stub.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.HandClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bounds of the event bus. */
class EventBusTest {
    private final EventBus bus = new EventBus(new HandClock());

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            bus.publish("t", "s", Map.of());
        }
    }

    @Test
    void shouldDropAndCountForASlowSubscriberOnly() throws InterruptedException {
        Subscription slow = bus.subscribe(0, 10).orElseThrow();
        Subscription quick = bus.subscribe(0, 100).orElseThrow();

        publish(50);

        assertEquals(40, slow.takeDropped());
        assertEquals(0, slow.takeDropped());
        assertEquals(1, slow.take(Duration.ZERO).orElseThrow().sequence());
        assertEquals(0, quick.takeDropped());
    }

    @Test
    void shouldReplayWhatASubscriberMissed() throws InterruptedException {
        publish(1500);

        Subscription again = bus.subscribe(1490, 100).orElseThrow();

        assertEquals(1491, again.take(Duration.ZERO).orElseThrow().sequence());
        Subscription late = bus.subscribe(0, 2000).orElseThrow();
        assertEquals(501, late.take(Duration.ZERO).orElseThrow().sequence());
    }

    @Test
    void shouldBoundItsSubscribersAndEndThem() throws InterruptedException {
        Subscription first = bus.subscribe(0, 1).orElseThrow();
        for (int i = 1; i < 16; i++) {
            assertTrue(bus.subscribe(0, 1).isPresent());
        }
        assertTrue(bus.subscribe(0, 1).isEmpty());
        first.close();
        Subscription last = bus.subscribe(0, 1).orElseThrow();

        bus.close();

        assertEquals(Optional.empty(), last.take(Duration.ofDays(1)));
        assertTrue(last.finished());
        assertTrue(bus.subscribe(0, 1).isEmpty());
    }
}
