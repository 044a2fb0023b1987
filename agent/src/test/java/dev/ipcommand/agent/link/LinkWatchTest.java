package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig.Probe;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe through real sockets and both threads, on a clock that the test drives. Interval 10 min, timeout 10 s. */
@Timeout(60)
class LinkWatchTest {
    private static final int INTERVAL = 600;
    private static final int TIMEOUT = 10;

    private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(3));
    private final Deque<Integer> ids = new ArrayDeque<>(List.of(0x1234, 0xFFFF, 7, 8, 9));
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> looks = new LinkedBlockingQueue<>();
    private DatagramSocket server;
    private Transport transport;
    private HostUdpLink link;
    private LinkWatch watch;

    LinkWatchTest() throws Exception {
        server = new DatagramSocket(new InetSocketAddress("127.64.93.53", 0));
        server.setSoTimeout(20_000);
        watch = new LinkWatch(
                Optional.of(new Probe(
                        (InetSocketAddress) server.getLocalSocketAddress(),
                        Duration.ofSeconds(INTERVAL),
                        Duration.ofSeconds(TIMEOUT))),
                nanos::get,
                ids::remove);
        transport = new Transport(
                (buffer, length, source) -> commands.add(Arrays.copyOf(buffer, length)),
                new LooksAtMessages(),
                watch,
                (gone, why) -> events.add("lost: " + why),
                (gone, why) -> events.add("context: " + why));
        link = HostUdpLink.bind(FakeModem.address(127, 64, 93, 23), 0, new InetSocketAddress("127.64.93.1", 9));
    }

    @BeforeEach
    void start() throws InterruptedException {
        transport.start();
        transport.use(link);
        pass(0);
    }

    @AfterEach
    void close() {
        transport.close();
        server.close();
    }

    /** Lets seconds pass; returns when {@code link-tx} has looked. */
    private void pass(long seconds) throws InterruptedException {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        looks.clear();
        transport.messageWaiting();
        // The one after next: the first may have begun before.
        for (int i = 0; i < 2; i++) {
            assertNotNull(looks.poll(20, TimeUnit.SECONDS));
            transport.messageWaiting();
        }
    }

    private DatagramPacket question() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[600], 600);
        server.receive(packet);
        return packet;
    }

    private void answer(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        server.send(new DatagramPacket(bytes, bytes.length, link.local()));
    }

    @Test
    void shouldAskForTheRootsSoaFromTheListeningSocket() throws Exception {
        pass(INTERVAL);

        DatagramPacket question = question();

        assertEquals(
                "1234 0100 0001 0000 0000 0000 00 0006 0001".replace(" ", ""),
                HexFormat.of().formatHex(question.getData(), 0, question.getLength()));
        assertEquals(DnsQuery.QUERY_BYTES, question.getLength());
        assertEquals(link.local(), question.getSocketAddress());
    }

    @Test
    void shouldTakeTheAnswerForALifeSignAndNotForACommand() throws Exception {
        pass(INTERVAL);
        question();

        answer("1234 8180 0001 0000 0000 0000 00 0006 0001");
        answer("70696e67");

        assertArrayEquals("ping".getBytes(java.nio.charset.StandardCharsets.US_ASCII), take(commands));
        assertTrue(commands.isEmpty());
        pass(INTERVAL - 1);
        assertEquals(List.of(), List.copyOf(events));
        assertEquals("", transport.probeWarning());
    }

    @Test
    void shouldNotCallThePathVerifiedForAnAnswer() throws Exception {
        FakeLink modems = new FakeLink(false);
        transport.release();
        transport.use(modems);
        pass(0);
        pass(INTERVAL);
        take(modems.asked);

        modems.arrives(HexFormat.of().parseHex("1234818000010000000000000000060001"));

        assertTrue(modems.receives.tryAcquire(2, 20, TimeUnit.SECONDS));
        assertFalse(transport.isVerified());
        assertEquals(0, commands.size());
    }

    @Test
    void shouldFindABlackHoleThreeTimeoutsAfterTheFirstQuestion() throws Exception {
        pass(INTERVAL);
        question();
        pass(TIMEOUT);
        pass(TIMEOUT);
        question();
        pass(TIMEOUT - 1);
        assertEquals(0, events.size());

        pass(1);

        assertEquals(
                "context: black hole: no answer from 127.64.93.53 to two questions, and nothing else received",
                take(events));
        assertTrue(transport.probeWarning().startsWith("black hole: no answer from 127.64.93.53"));
    }

    @Test
    void shouldKeepALateAnswerFromTheCommandsAndTakeTheWarningBack() throws Exception {
        shouldFindABlackHoleThreeTimeoutsAfterTheFirstQuestion();

        answer("ffff 8182 0001 0000 0000 0000 00 0006 0001");
        answer("00");

        take(commands);
        assertEquals(0, commands.size());
        pass(1);
        assertEquals("", transport.probeWarning());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "the answer,             123481800001000000000000 0000060001,  true",
        "refused,                123481850001000000000000 0000060001,  true",
        "with a record behind,   123481800001000100000000 0000060001 ff, true",
        "another id,             123581800001000000000000 0000060001,  false",
        "another question,       123481800001000000000000 0000020001,  false",
        "another class,          123481800001000000000000 0000060003,  false",
        "a question,             123401000001000000000000 0000060001,  false",
        "another operation,      1234a1000001000000000000 0000060001,  false",
        "no question,            123481800000000000000000 0000060001,  false",
        "cut off,                123481800001000000000000 00000600,    false",
        "empty,                  '',                                   false",
    })
    void shouldRecogniseAnAnswerStrictly(String what, String hex, boolean expected) throws Exception {
        pass(INTERVAL);
        question();
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] buffer = Arrays.copyOf(bytes, DatagramLink.RECEIVE_LIMIT);
        InetSocketAddress from = (InetSocketAddress) server.getLocalSocketAddress();

        assertEquals(expected, watch.heard(buffer, bytes.length, from), what);
        assertEquals(expected, watch.heard(buffer, bytes.length, null), "where the modem does not tell the source");
        assertFalse(watch.heard(buffer, bytes.length, new InetSocketAddress("127.64.93.54", from.getPort())));
        assertFalse(watch.heard(buffer, bytes.length, new InetSocketAddress("127.64.93.53", 1)));
    }

    @Test
    void shouldTakeNothingBeforeItAsked() {
        byte[] zeros = new byte[DatagramLink.RECEIVE_LIMIT];
        zeros[2] = (byte) 0x80;
        zeros[5] = 1;
        zeros[14] = 6;
        zeros[16] = 1;

        assertFalse(watch.heard(zeros, DnsQuery.QUERY_BYTES, null));
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(20, TimeUnit.SECONDS);
        assertNotNull(element);
        return element;
    }

    /** {@code link-tx} asks for messages once in each round, after it looked. */
    private final class LooksAtMessages implements MessageSource {
        @Override
        public @org.jspecify.annotations.Nullable Message peek() {
            looks.add(nanos.get());
            return null;
        }

        @Override
        public void taken(long id) {}
    }
}
