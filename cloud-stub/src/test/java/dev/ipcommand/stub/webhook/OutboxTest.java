package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and who is refused: without a network. */
class OutboxTest {
    private static final Outbox.Bounds ROOMY = new Outbox.Bounds(8, 2, 1 << 20);

    private static Callback callback(String sid, String url) {
        return new Callback(
                sid,
                new CallbackKeys("token", Optional.empty()),
                new Destination(url, CallbackMethod.POST),
                Map.of("Status", "sent"));
    }

    private static List<Callback> takeAll(Outbox outbox) {
        List<Callback> taken = new ArrayList<>();
        for (Optional<Callback> next = outbox.next(); next.isPresent(); next = outbox.next()) {
            taken.add(next.get());
        }
        return taken;
    }

    private static String sids(List<Callback> callbacks) {
        return String.join(" ", callbacks.stream().map(Callback::commandSid).toList());
    }

    @Test
    void shouldKeepTheOrderOfADestinationWhateverItsQuery() {
        Outbox outbox = new Outbox(ROOMY);
        for (int i = 1; i <= 4; i++) {
            assertTrue(outbox.offer(callback("a" + i, "http://h/a?i=" + i + "#" + i)));
        }
        List<String> order = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            List<Callback> taken = takeAll(outbox);
            order.add(sids(taken));
            taken.forEach(outbox::done);
        }

        assertEquals(List.of("a1", "a2", "a3", "a4"), order);
        assertEquals(Set.of(), outbox.origins());
    }

    @Test
    void shouldCallAServerAtMostTwiceAtATimeUnderWhateverUrl() {
        Outbox outbox = new Outbox(ROOMY);
        List<String> spellings = List.of("http://h/1", "HTTP://h/2", "http://H/3", "http://h:80/4", "http://u:p@h/5");
        spellings.forEach(url -> outbox.offer(callback(url, url)));

        assertEquals("http://h/1 HTTP://h/2", sids(takeAll(outbox)));
        assertEquals(Set.of("http://h:80"), outbox.origins());
    }

    @Test
    void shouldTellServersApartBySchemeHostAndPort() {
        Outbox outbox = new Outbox(ROOMY);
        for (String url : List.of("http://h/1", "https://h/1", "http://h:81/1", "http://g/1")) {
            outbox.offer(callback("1", url));
            outbox.offer(callback("2", url + "/2"));
        }

        // Each has its first before any has its second.
        assertEquals("1 1 1 1 2 2 2 2", sids(takeAll(outbox)));
    }

    @Test
    void shouldGiveEveryServerItsTurnWhenAllCallsAreTaken() {
        Outbox outbox = new Outbox(new Outbox.Bounds(2, 2, 1 << 20));
        for (int i = 1; i <= 3; i++) {
            outbox.offer(callback("a" + i, "http://a/" + i));
        }
        List<Callback> first = takeAll(outbox);
        outbox.offer(callback("b1", "http://b/"));
        outbox.done(first.get(0));

        assertEquals("a1 a2", sids(first));
        // b came after a3, but a has had its turns.
        assertEquals("b1", sids(takeAll(outbox)));
        outbox.done(first.get(1));
        assertEquals("a3", sids(takeAll(outbox)));
    }

    @Test
    void shouldLeaveRoomForOthersHoweverMuchOneWants() {
        Outbox outbox = new Outbox(new Outbox.Bounds(1, 1, 64 * 1024));
        int weight = callback("x", "http://a/").weight();
        int half = 64 * 1024 / 2 / weight;
        int accepted = 0;
        while (outbox.offer(callback("x", "http://a/"))) {
            accepted++;
        }
        int second = 0;
        while (outbox.offer(callback("x", "http://b/"))) {
            second++;
        }

        assertEquals(half, accepted);
        assertTrue(second >= half / 2 - 1, "the second has " + second);
        assertTrue(outbox.offer(callback("x", "http://c/")));
        assertFalse(outbox.offer(callback("x", "http://a/")));
    }

    @Test
    void shouldGiveBackTheRoomOfWhatIsDone() {
        Outbox outbox = new Outbox(new Outbox.Bounds(1, 1, 2000));
        for (int i = 0; i < 100; i++) {
            assertTrue(outbox.offer(callback("x", "http://a/" + i)), "callback " + i);
            outbox.done(outbox.next().orElseThrow());
        }
    }
}
