package dev.ipcommand.stub.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The store's bounds (item 19 and "no unbounded collection"), on a hand-driven clock. */
class CommandStoreTest {
    private final HandClock clock = new HandClock();

    private IpCommand command(String sid, String payload) {
        var now = clock.instant();
        return new IpCommand(
                sid,
                new IpCommand.SimReference("AC1", "HS1", "89", ""),
                Status.QUEUED,
                Direction.TO_SIM,
                Optional.empty(),
                1,
                new IpCommand.Content(PayloadType.TEXT, payload, payload.length()),
                now,
                now,
                Optional.empty());
    }

    @Test
    void shouldKeepTheNewestWithinTheCount() {
        CommandStore store = new CommandStore(clock, new CommandStore.Bounds(100, 1 << 20));
        for (int i = 0; i < 1000; i++) {
            store.add(command("HG" + i, "x"));
        }

        assertEquals(100, store.size());
        assertTrue(store.find("AC1", "HG899").isEmpty());
        assertTrue(store.find("AC1", "HG900").isPresent());
    }

    @Test
    void shouldKeepTheNewestWithinTheBytes() {
        CommandStore store = new CommandStore(clock, new CommandStore.Bounds(1000, 10_000));
        for (int i = 0; i < 50; i++) {
            store.add(command("HG" + i, "x".repeat(1000)));
        }

        assertEquals(10, store.size());
        assertTrue(store.find("AC1", "HG49").isPresent());
    }

    @Test
    void shouldCountWhatTextTakesInMemoryCallbackUrlsIncluded() {
        CommandStore store = new CommandStore(clock, new CommandStore.Bounds(1000, 10_000));
        for (int i = 0; i < 50; i++) {
            store.add(command("HG" + i, "\u044f".repeat(500)));
        }
        assertEquals(10, store.size());

        var callback = Optional.of(new Destination("http://a/" + "x".repeat(1989), CallbackMethod.POST));
        for (int i = 50; i < 100; i++) {
            IpCommand bare = command("HG" + i, "xx");
            store.add(new IpCommand(
                    bare.sid(),
                    bare.sim(),
                    bare.status(),
                    bare.direction(),
                    bare.deviceIp(),
                    bare.devicePort(),
                    bare.content(),
                    bare.created(),
                    bare.updated(),
                    callback));
        }
        assertEquals(5, store.size());
    }

    @Test
    void item19ShouldForgetAtThirtyDaysExactly() {
        CommandStore store = new CommandStore(clock, CommandStore.Bounds.DEFAULT);
        store.add(command("HG1", "x"));
        clock.advance(Duration.ofDays(30).minusNanos(1));
        assertTrue(store.find("AC1", "HG1").isPresent());

        clock.advance(Duration.ofNanos(1));

        assertTrue(store.find("AC1", "HG1").isEmpty());
        assertEquals(0, store.older(Long.MAX_VALUE, 10, c -> true).size());
    }

    @Test
    void shouldNotBringBackACommandThatIsGone() {
        CommandStore store = new CommandStore(clock, new CommandStore.Bounds(1, 1 << 20));
        IpCommand first = command("HG1", "x");
        store.add(first);
        store.add(command("HG2", "x"));

        store.replace(first.with(Status.SENT, Optional.of("127.64.0.23"), clock.instant()));

        assertTrue(store.find("AC1", "HG1").isEmpty());
        assertEquals(1, store.size());
    }

    @Test
    void shouldHideOtherAccountsCommands() {
        CommandStore store = new CommandStore(clock, CommandStore.Bounds.DEFAULT);
        store.add(command("HG1", "x"));

        assertTrue(store.find("AC2", "HG1").isEmpty());
    }
}
