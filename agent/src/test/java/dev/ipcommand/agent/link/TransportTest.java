package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.dispatch.CommandTrace;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TransportTest {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
    private final FakeMessages messages = new FakeMessages();
    private volatile boolean answering;
    private final Transport transport = new Transport(
            this::takeIn,
            messages,
            Optional.empty(),
            (link, why) -> lost.add(why),
            (link, why) -> lost.add("context: " + why));

    @BeforeEach
    void start() {
        transport.start();
    }

    @AfterEach
    void close() {
        transport.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.getName().startsWith("link-"), "left running: " + thread);
        }
    }

    private void takeIn(byte[] buffer, int length, @Nullable InetSocketAddress source) {
        byte[] datagram = Arrays.copyOf(buffer, length);
        if (answering) {
            transport.reply(datagram, new CommandTrace("echo", 0));
        }
        received.add(datagram);
    }

    @Test
    void shouldAnswerFromTheReceivingThreadWhenTheLinkSendsAtOnce() throws InterruptedException {
        answering = true;
        FakeLink link = serving(true);

        link.arrives(new byte[] {1, 2, 3});

        assertArrayEquals(new byte[] {1, 2, 3}, take(link.sent));
        assertEquals("link-rx", take(link.senders));
    }

    @Test
    void shouldAnswerFromTheSendingThreadWhenSendingBlocks() throws InterruptedException {
        answering = true;
        FakeLink link = serving(false);

        link.arrives(new byte[] {1});

        assertArrayEquals(new byte[] {1}, take(link.sent));
        assertEquals("link-tx", take(link.senders));
    }

    @Test
    void shouldSendAnAnswerOnTheNextLinkIfThisOneIsLost() throws InterruptedException {
        FakeLink first = serving(false);
        first.outcomes.add(DatagramLink.Outcome.LOST);
        CommandTrace trace = new CommandTrace("slow", 0);

        transport.reply(new byte[] {9}, trace);
        assertEquals("sending found the listener closed", take(lost));
        transport.release();
        FakeLink second = new FakeLink(false);
        transport.use(second);

        assertArrayEquals(new byte[] {9}, take(second.sent));
        assertTrue(first.isClosed());
    }

    @Test
    void shouldTryAgainWhenTheModemIsBusyAndKeepTheOrder() throws InterruptedException {
        FakeLink link = serving(false);
        link.outcomes.add(DatagramLink.Outcome.RETRY);
        link.outcomes.add(DatagramLink.Outcome.RETRY);

        transport.reply(new byte[] {1}, new CommandTrace("a", 0));
        transport.reply(new byte[] {2}, new CommandTrace("b", 0));

        assertArrayEquals(new byte[] {1}, take(link.sent));
        assertArrayEquals(new byte[] {2}, take(link.sent));
    }

    @Test
    void shouldNotRepeatWhatMayHaveBeenSent() throws InterruptedException {
        FakeLink link = serving(false);
        link.outcomes.add(DatagramLink.Outcome.GIVEN_UP);

        transport.reply(new byte[] {1}, new CommandTrace("a", 0));
        transport.reply(new byte[] {2}, new CommandTrace("b", 0));

        assertArrayEquals(new byte[] {2}, take(link.sent));
        assertEquals(1, transport.unsent());
    }

    @Test
    void shouldReportALinkThatEndsByItselfOnce() throws InterruptedException {
        FakeLink link = serving(true);

        link.breaks();

        assertTrue(take(lost).startsWith("receiving failed"));
        assertFalse(transport.isVerified());
    }

    @Test
    void shouldReportAnAddressThatIsGoneWithoutWaitingForASend() throws InterruptedException {
        FakeLink link = serving(true);

        link.trouble = "interface wwan0 is down";

        assertEquals("context: interface wwan0 is down", take(lost));
    }

    @Test
    void shouldReportAnAddressThatIsGoneWhileAnAnswerCannotLeave() throws InterruptedException {
        FakeLink link = serving(false);
        for (int i = 0; i < 100; i++) {
            link.outcomes.add(DatagramLink.Outcome.RETRY);
        }

        transport.reply(new byte[] {1}, new CommandTrace("a", 0));
        link.trouble = "interface wwan0 is down";

        assertEquals("context: interface wwan0 is down", take(lost));
    }

    @Test
    void shouldNotReportALinkThatWasReleased() throws InterruptedException {
        serving(true);
        transport.release();
        answering = true;
        FakeLink next = serving(true);
        next.arrives(new byte[] {5});

        take(next.sent);

        assertEquals(0, lost.size());
        assertTrue(transport.isVerified());
    }

    @Test
    void shouldGoOnAfterAHandlerOfDatagramsThrew() throws InterruptedException {
        BlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();
        Transport fragile = new Transport(
                (buffer, length, source) -> {
                    lengths.add(length);
                    if (length == 1) {
                        throw new IllegalStateException("boom");
                    }
                },
                messages,
                Optional.empty(),
                (link, why) -> lost.add(why),
                (link, why) -> lost.add(why));
        fragile.start();
        FakeLink link = new FakeLink(true);
        fragile.use(link);

        link.arrives(new byte[] {1});
        link.arrives(new byte[] {1, 2});

        assertEquals(1, take(lengths));
        assertEquals(2, take(lengths));
        fragile.close();
    }

    @Test
    void shouldSendWaitingMessagesWhenALinkComesUpAndRemoveThemOnlyThen() throws InterruptedException {
        messages.add(new byte[] {7});
        messages.add(new byte[] {8});
        FakeLink link = new FakeLink(false);
        link.outcomes.add(DatagramLink.Outcome.RETRY);

        transport.use(link);

        assertArrayEquals(new byte[] {7}, take(link.sent));
        assertArrayEquals(new byte[] {8}, take(link.sent));
        assertEquals(1L, take(messages.taken));
        assertEquals(2L, take(messages.taken));
    }

    private FakeLink serving(boolean atOnce) {
        FakeLink link = new FakeLink(atOnce);
        transport.use(link);
        return link;
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(10, TimeUnit.SECONDS);
        assertNotNull(element);
        return element;
    }

    private static final class FakeMessages implements MessageSource {
        final BlockingQueue<Long> taken = new LinkedBlockingQueue<>();
        private final Deque<Message> waiting = new ArrayDeque<>();
        private long next = 1;

        synchronized void add(byte[] payload) {
            waiting.add(new Message(next++, payload));
        }

        @Override
        public synchronized @Nullable Message peek() {
            return waiting.peek();
        }

        @Override
        public synchronized void taken(long id) {
            waiting.poll();
            taken.add(id);
        }
    }
}
