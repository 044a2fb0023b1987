package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Addresses and leases, on a hand-driven clock. */
class PacketNetworkTest {
    private final HandClock clock = new HandClock();
    private final EventBus events = new EventBus(clock);
    private final Subscription subscription = events.subscribe(0, 100).orElseThrow();
    private final PacketNetwork network = new PacketNetwork(clock, () -> 0, events, "127.64.0.1");

    private Attachment attach(String sim, Optional<Integer> lease) {
        return network.change(sim, new Change(Optional.of(true), Optional.empty(), Optional.empty(), lease, c -> c));
    }

    private Attachment claim(String sim, String address) {
        return network.change(
                sim, new Change(Optional.of(true), Optional.of(address), Optional.empty(), Optional.empty(), c -> c));
    }

    private List<String> published() throws InterruptedException {
        List<String> types = new ArrayList<>();
        for (var event = subscription.take(Duration.ZERO);
                event.isPresent();
                event = subscription.take(Duration.ZERO)) {
            types.add(event.get().type());
        }
        return types;
    }

    @Test
    void shouldAssignAddressesInOrderAndKeepThem() {
        assertEquals(Optional.of("127.64.0.23"), attach("a", Optional.empty()).deviceIp());
        assertEquals(Optional.of("127.64.0.24"), attach("b", Optional.empty()).deviceIp());
        network.change(
                "a", new Change(Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty(), c -> c));

        assertEquals(Optional.empty(), network.simAt("127.64.0.23"));
        assertEquals(Optional.of("127.64.0.25"), attach("c", Optional.empty()).deviceIp());
        assertEquals(Optional.of("127.64.0.23"), attach("a", Optional.empty()).deviceIp());
        assertEquals(Optional.of("a"), network.simAt("127.64.0.23"));
    }

    @Test
    void shouldSkipNetworkAndBroadcastLookalikes() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            addresses.add(attach("s" + i, Optional.empty()).deviceIp().orElseThrow());
        }

        assertEquals(300, addresses.stream().distinct().count());
        assertTrue(addresses.stream().noneMatch(a -> a.endsWith(".0") || a.endsWith(".255")));
        assertTrue(addresses.contains("127.64.1.1"));
    }

    @Test
    void shouldLetNobodyTakeAHeldAddress() throws InterruptedException {
        claim("a", "127.64.5.5");

        ApiException refusal = assertThrows(ApiException.class, () -> claim("b", "127.64.5.5"));

        assertEquals(409, refusal.httpStatus());
        assertFalse(network.of("b").attached());
        claim("a", "127.64.5.6");
        assertEquals(Optional.of("127.64.5.5"), claim("b", "127.64.5.5").deviceIp());
        assertEquals(List.of("network.attached", "network.changed", "network.attached"), published());
    }

    @Test
    void shouldDetachWhenALeaseRunsOutAndNotBefore() throws InterruptedException {
        attach("a", Optional.of(10));
        attach("b", Optional.empty());
        clock.advance(Duration.ofSeconds(7));
        attach("a", Optional.empty());
        clock.advance(Duration.ofMillis(9_999));
        network.expire();
        assertEquals(List.of("network.attached", "network.attached"), published());

        clock.advance(Duration.ofMillis(1));
        network.expire();

        assertEquals(List.of("network.detached"), published());
        assertFalse(network.of("a").attached());
        assertTrue(network.of("b").attached());
        assertEquals(0, network.of("a").leaseSeconds());
        assertEquals(Optional.of("127.64.0.23"), claim("c", "127.64.0.23").deviceIp());
    }

    @Test
    void shouldNotRenewALeaseByChangingConditions() {
        attach("a", Optional.of(10));
        clock.advance(Duration.ofSeconds(6));
        Conditions slow = new Conditions(5, 0, 0, 0, 0, Conditions.AppliesTo.BOTH, Sleep.NONE);

        network.change(
                "a", new Change(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), c -> slow));
        clock.advance(Duration.ofSeconds(4));

        assertFalse(network.of("a").attached());
        assertEquals(slow, network.of("a").conditions());
    }

    private Attachment place(boolean attached, Optional<Boolean> newAddress) {
        return network.change(
                "a", new Change(Optional.of(attached), Optional.empty(), newAddress, Optional.empty(), c -> c));
    }

    @Test
    void shouldGiveANewAddressOnEachAttachIfToldTo() {
        attach("b", Optional.empty());
        List<Optional<String>> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            addresses.add(place(true, Optional.of(true)).deviceIp());
            assertEquals(addresses.get(i), place(true, Optional.empty()).deviceIp(), "attached already");
            place(false, Optional.empty());
        }

        assertEquals(
                List.of(Optional.of("127.64.0.24"), Optional.of("127.64.0.25"), Optional.of("127.64.0.24")), addresses);
        assertEquals(Optional.of("127.64.0.24"), place(true, Optional.of(false)).deviceIp(), "kept again");
    }

    @Test
    void shouldCountSessions() {
        assertEquals(1, place(true, Optional.empty()).session().number());
        assertEquals(1, place(true, Optional.empty()).session().number());
        place(false, Optional.empty());
        assertEquals(2, place(true, Optional.empty()).session().number());
        attach("a", Optional.of(10));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(3, place(true, Optional.empty()).session().number(), "after a lease");
    }
}
