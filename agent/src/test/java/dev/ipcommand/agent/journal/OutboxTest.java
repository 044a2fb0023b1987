package dev.ipcommand.agent.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.Outbox.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutboxTest {
    private final HandClock clock = new HandClock();
    private final List<Outbox> opened = new ArrayList<>();

    @AfterEach
    void shouldLeaveNoThreadBehind() {
        opened.forEach(Outbox::close);
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter("journal"::equals)
                        .toList());
    }

    private Outbox open(Path directory) throws IOException {
        return open(directory, Disk.REAL);
    }

    private Outbox open(Path directory, Disk disk) throws IOException {
        Outbox outbox = Outbox.open(directory, clock, disk, () -> {});
        opened.add(outbox);
        return outbox;
    }

    private static Path file(Path directory) {
        return directory.resolve("outbox.journal");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes everything out, oldest first. */
    private static List<String> drain(Outbox outbox) {
        List<String> texts = new ArrayList<>();
        for (var next = outbox.peek(); next.isPresent(); next = outbox.peek()) {
            texts.add(new String(next.get().payload(), StandardCharsets.UTF_8));
            outbox.remove(next.get().id());
        }
        return texts;
    }

    /** What a new agent would find in a directory with this file. */
    private List<String> found(Path directory, byte[] content) throws IOException {
        Files.write(file(directory), content);
        Outbox outbox = open(directory, new FakeDisk());
        List<String> texts = drain(outbox);
        outbox.close();
        return texts;
    }

    @Test
    void shouldGiveMessagesBackInOrderAndKeepEachUntilItIsRemoved(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        assertTrue(outbox.peek().isEmpty());

        assertEquals(Result.DURABLE, outbox.accept(bytes("a")));
        assertEquals(Result.DURABLE, outbox.accept(bytes("b")));
        assertEquals(Result.DURABLE, outbox.accept(bytes("c")));

        assertEquals(outbox.peek(), outbox.peek());
        assertEquals(3, outbox.size());
        assertEquals(List.of("a", "b", "c"), drain(outbox));
        assertEquals(0, outbox.size());
    }

    @Test
    void shouldKeepMessagesAndTheirOrderOverRestarts(@TempDir Path directory) throws IOException {
        for (int i = 0; i < 5; i++) {
            Outbox outbox = open(directory);
            assertEquals(Result.DURABLE, outbox.accept(bytes("m" + i)));
            if (i == 2) {
                outbox.remove(outbox.peek().orElseThrow().id());
            }
            outbox.close();
        }

        assertEquals(List.of("m1", "m2", "m3", "m4"), drain(open(directory)));
    }

    @Test
    void shouldForceTheMessageToTheDiskBeforeItCallsItDurable(@TempDir Path directory) throws IOException {
        AtomicInteger forced = new AtomicInteger();
        Outbox outbox = open(directory, new FakeDisk() {
            @Override
            public void force(FileChannel file) throws IOException {
                forced.incrementAndGet();
            }
        });
        outbox.accept(bytes("first makes the file"));
        int before = forced.get();

        outbox.accept(bytes("x"));

        assertEquals(before + 1, forced.get());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(directory))));
    }

    @Test
    void shouldRefuseThe257thUntilOneHasLeft(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        for (int i = 0; i < Outbox.CAPACITY; i++) {
            assertEquals(Result.DURABLE, outbox.accept(new byte[Outbox.MAX_BYTES]));
        }

        assertEquals(Result.FULL, outbox.accept(bytes("one too many")));
        outbox.remove(outbox.peek().orElseThrow().id());
        assertEquals(Result.DURABLE, outbox.accept(bytes("fits")));
        assertEquals(Outbox.CAPACITY, outbox.size());
    }

    @Test
    void shouldStayBelowItsSizeHoweverManyMessagesPass(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory, new FakeDisk());
        byte[] message = new byte[Outbox.MAX_BYTES];
        for (int i = 0; i < 2000; i++) {
            message[0] = (byte) i;
            assertEquals(Result.DURABLE, outbox.accept(message));
            assertArrayEquals(message, outbox.peek().orElseThrow().payload());
            outbox.remove(outbox.peek().orElseThrow().id());
            assertTrue(Files.size(file(directory)) < (1 << 20) + 2 * (Outbox.MAX_BYTES + 50), "after " + i);
        }
        outbox.accept(bytes("last"));
        outbox.close();

        assertEquals(List.of("last"), drain(open(directory)));
        assertFalse(Files.exists(directory.resolve("outbox.journal.new")));
    }

    @Test
    void shouldRefuseWhatIsNoMessage(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);

        assertThrows(IllegalArgumentException.class, () -> outbox.accept(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> outbox.accept(new byte[Outbox.MAX_BYTES + 1]));
    }

    @Test
    void shouldDropMessagesAfterSevenDaysAndNotBefore(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        outbox.accept(bytes("old"));
        clock.advance(Duration.ofDays(1));
        outbox.accept(bytes("young"));

        clock.advance(Duration.ofDays(6));
        assertEquals(2, outbox.size());
        clock.advance(Duration.ofMillis(1));
        assertEquals(1, outbox.size());
        assertEquals(1, outbox.expired());
        outbox.close();

        assertEquals(List.of("young"), drain(open(directory)));
    }

    @Test
    void shouldLoseOnlyTheLastMessageWhereverItsRecordIsTorn(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        outbox.accept(bytes("one"));
        outbox.accept(bytes("two"));
        int sound = (int) Files.size(file(directory));
        outbox.accept(bytes("three"));
        outbox.close();
        byte[] whole = Files.readAllBytes(file(directory));

        for (int length = sound; length < whole.length; length++) {
            assertEquals(List.of("one", "two"), found(directory, Arrays.copyOf(whole, length)), "at " + length);
        }
        assertEquals(List.of("one", "two", "three"), found(directory, whole));
    }

    @Test
    void shouldTakeMessagesAgainBehindATornRecord(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        outbox.accept(bytes("one"));
        outbox.accept(bytes("torn"));
        outbox.close();
        byte[] whole = Files.readAllBytes(file(directory));
        Files.write(file(directory), Arrays.copyOf(whole, whole.length - 1));

        Outbox again = open(directory);
        assertEquals(Result.DURABLE, again.accept(bytes("three")));
        again.close();

        assertEquals(List.of("one", "three"), drain(open(directory)));
    }

    @Test
    void shouldForgetARemovedMessageForGoodBehindADamagedRecord(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        outbox.accept(bytes("one"));
        outbox.accept(bytes("torn"));
        outbox.close();
        byte[] whole = Files.readAllBytes(file(directory));
        Files.write(file(directory), Arrays.copyOf(whole, whole.length - 1));

        Outbox again = open(directory);
        again.remove(again.peek().orElseThrow().id());
        again.close();

        assertEquals(List.of(), drain(open(directory)));
    }

    @Test
    void shouldNeverReturnADamagedMessageWhicheverBitFlips(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        List<String> sent = List.of("one", "two", "three");
        sent.forEach(text -> outbox.accept(bytes(text)));
        outbox.close();
        byte[] whole = Files.readAllBytes(file(directory));

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<String> found = found(directory, flipped);
            assertTrue(sent.containsAll(found) && found.size() < 3, "bit " + bit + " gave " + found);
        }
    }

    @Test
    void shouldLoseOneMessageToAFlippedBitInTheMiddleOfOne(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        List.of("one", "two", "three").forEach(text -> outbox.accept(bytes(text)));
        outbox.close();
        byte[] damaged = Files.readAllBytes(file(directory));
        int body = damaged.length - 5 - 16 - JournalRecord.HEAD - 1;
        damaged[body] ^= 1;

        assertEquals(List.of("one", "three"), found(directory, damaged));
    }

    @Test
    void shouldStartWithNothingFromAFileOfNonsense(@TempDir Path directory) throws IOException {
        byte[] nonsense = new byte[5000];
        new Random(7).nextBytes(nonsense);

        assertEquals(List.of(), found(directory, nonsense));
        assertEquals(List.of(), found(directory, new byte[100]));
        assertEquals(Result.DURABLE, open(directory).accept(bytes("x")));
    }

    @Test
    void shouldRefuseAMessageThatTheDiskRefusesAndGoOnWhenItTakesThemAgain(@TempDir Path directory) throws IOException {
        FakeDisk disk = new FakeDisk();
        Outbox outbox = open(directory, disk);
        outbox.accept(bytes("one"));

        disk.torn = 5;
        assertEquals(Result.FAILED, outbox.accept(bytes("refused")));
        assertEquals(Result.FAILED, outbox.accept(bytes("refused too")));
        assertEquals(1, outbox.size());
        disk.torn = -1;
        assertEquals(Result.DURABLE, outbox.accept(bytes("two")));
        outbox.close();

        assertEquals(List.of("one", "two"), drain(open(directory)));
    }

    @Test
    void shouldKeepWhatItHasWhenForcingFails(@TempDir Path directory) throws IOException {
        FakeDisk disk = new FakeDisk();
        Outbox outbox = open(directory, disk);
        outbox.accept(bytes("one"));

        disk.refusesForce = true;
        assertEquals(Result.FAILED, outbox.accept(bytes("refused")));
        assertEquals(Result.FAILED, outbox.accept(bytes("refused")));
        disk.refusesForce = false;
        assertEquals(Result.DURABLE, outbox.accept(bytes("two")));
        outbox.close();

        assertEquals(List.of("one", "two"), drain(open(directory)));
    }

    @Test
    void shouldStayUsableForOthersWhenACallerIsInterrupted(@TempDir Path directory) throws Exception {
        Outbox outbox = open(directory);

        Thread.currentThread().interrupt();
        Result result = outbox.accept(bytes("from an interrupted thread"));

        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertEquals(Result.DURABLE, result);
        assertEquals(Result.DURABLE, outbox.accept(bytes("next")));
        outbox.close();
        assertEquals(List.of("from an interrupted thread", "next"), drain(open(directory)));
    }

    @Test
    void shouldTellItsListenerAboutEachDurableMessageAndSurviveIt(@TempDir Path directory) throws IOException {
        List<String> heard = new ArrayList<>();
        Outbox outbox = Outbox.open(directory, clock, () -> {
            heard.add(Thread.currentThread().getName());
            throw new IllegalStateException("a listener with a mistake");
        });
        opened.add(outbox);

        assertEquals(Result.DURABLE, outbox.accept(bytes("x")));
        assertEquals(Result.DURABLE, outbox.accept(bytes("y")));

        assertEquals(List.of("journal", "journal"), heard);
    }

    @Test
    void shouldRefuseMessagesWhenItIsClosed(@TempDir Path directory) throws IOException {
        Outbox outbox = open(directory);
        outbox.close();
        outbox.close();

        assertEquals(Result.FAILED, outbox.accept(bytes("x")));
    }

    @Test
    void shouldSayThatItsFileCannotBeRead(@TempDir Path directory) throws IOException {
        Files.createDirectory(file(directory));

        assertThrows(IOException.class, () -> open(directory));
    }

    /** Writes for real, and fails when told to. Forcing is left out: tests cut no power. */
    private static class FakeDisk implements Disk {
        /** How many bytes of the next writes arrive before they fail; negative = all. */
        volatile int torn = -1;

        volatile boolean refusesForce;

        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            if (torn >= 0) {
                bytes.limit(Math.min(bytes.limit(), torn));
                REAL.write(file, bytes);
                throw new IOException("No space left on device");
            }
            REAL.write(file, bytes);
        }

        @Override
        public void force(FileChannel file) throws IOException {
            if (refusesForce) {
                throw new IOException("Input/output error");
            }
        }
    }

    /** Stands still until the test moves it. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
