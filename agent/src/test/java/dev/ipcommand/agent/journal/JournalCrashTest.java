package dev.ipcommand.agent.journal;

import static dev.ipcommand.agent.journal.JournalFixture.NOON;
import static dev.ipcommand.agent.journal.JournalFixture.answer;
import static dev.ipcommand.agent.journal.JournalFixture.bytes;
import static dev.ipcommand.agent.journal.JournalFixture.signed;
import static dev.ipcommand.agent.journal.JournalFixture.unsigned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.Claim.Fresh;
import dev.ipcommand.agent.journal.Claim.Stored;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at every point of a random day's work, and the day goes on from one of them. To look at other days:
 * {@code -Djournal.crash.seed=N}.
 */
@Timeout(300)
class JournalCrashTest {
    private static final long SEED = Long.getLong("journal.crash.seed", 1);
    private static final int POINTS = 1500;
    /** So small that files are written anew all the time. */
    private static final long REWRITE_AT = 4000;

    private static final int NEVER = Integer.MAX_VALUE;

    /** An answer and the points between which it must be the stored one. */
    private record Promise(StoredAnswer answer, int from, int until) {
        boolean holds(int point) {
            return from <= point && point <= until;
        }
    }

    /** A command and the point from which on it must not run again. */
    private static final class Done {
        final CommandKey key;
        final byte[] hash;
        final @Nullable TokenUse token;
        int startedAt;
        /** What latest time was when it had started. */
        long latest;

        final List<Promise> promises = new CopyOnWriteArrayList<>();

        Done(CommandKey key, byte[] hash, @Nullable TokenUse token) {
            this.key = key;
            this.hash = hash;
            this.token = token;
        }

        /** The answer given so far need not stay from here on. */
        void endPromises(int point) {
            promises.replaceAll(old -> new Promise(old.answer(), old.from(), Math.min(old.until(), point)));
        }
    }

    /** A message and the points between which it must be there. */
    private static final class Sent {
        final String text;
        final int durableAt;
        int removedAt = NEVER;

        Sent(String text, int durableAt) {
            this.text = text;
            this.durableAt = durableAt;
        }
    }

    private final Random random = new Random(SEED);
    private final List<Done> commands = new ArrayList<>();
    private final List<Sent> messages = new ArrayList<>();
    private int serial;
    private int checkedStarts;
    private int checkedAnswers;
    private int checkedMessages;

    @Test
    void shouldKeepItsPromisesWhereverThePowerIsCut(@TempDir Path all) throws Exception {
        Path directory = Files.createDirectory(all.resolve("0"));
        int points = 0;
        try (JournalThread checking = new JournalThread()) {
            for (int round = 1; points < POINTS; round++) {
                PowerCutDisk disk = new PowerCutDisk(directory, random.nextLong());
                work(directory, disk);
                for (int point = 0; point <= disk.point(); point++) {
                    Path image = Files.createDirectory(all.resolve("image"));
                    long cut = random.nextLong();
                    disk.cut(point, new Random(cut), image);
                    check(image, point, checking, "seed " + SEED + " round " + round + " point " + point);
                    delete(image);
                    points++;
                }
                directory = Files.createDirectory(all.resolve("" + round));
                // Late enough for something to be left of the day.
                int point = disk.point() / 2 + random.nextInt(disk.point() / 2 + 1);
                disk.cut(point, random, directory);
                forgetAfter(point);
            }
        }
        String checked = checkedStarts + " starts, " + checkedAnswers + " answers, " + checkedMessages + " messages";
        assertTrue(
                checkedStarts > POINTS && checkedAnswers > POINTS && checkedMessages > POINTS,
                "seed " + SEED + " checked " + checked);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** What was promised after the cut was never promised; the rest is, for ever. */
    private void forgetAfter(int point) {
        commands.removeIf(done -> done.startedAt > point);
        commands.forEach(done -> {
            done.startedAt = 0;
            done.promises.removeIf(promise -> !promise.holds(point));
            done.promises.replaceAll(promise -> new Promise(promise.answer(), 0, NEVER));
        });
        messages.removeIf(sent -> sent.durableAt > point || sent.removedAt < point);
        messages.replaceAll(sent -> new Sent(sent.text, 0));
    }

    private static CommandJournal open(Path directory, Disk disk, JournalThread thread) throws IOException {
        var settings = new CommandJournal.Settings(Duration.ofHours(24), JournalFixture::aborted, REWRITE_AT);
        return CommandJournal.open(directory, disk, () -> 1, settings, thread);
    }

    private void work(Path directory, PowerCutDisk disk) throws Exception {
        try (JournalThread thread = new JournalThread();
                CommandJournal journal = open(directory, disk, thread);
                Outbox outbox = Outbox.open(directory, Clock.systemUTC(), disk, thread)) {
            List<Runnable> running = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                disk.unwilling(random.nextInt(6) == 0);
                switch (random.nextInt(9)) {
                    case 0, 1 -> accept(outbox, disk);
                    case 2 -> remove(outbox, disk);
                    case 3 -> repeatWithAnotherToken(journal, disk);
                    case 4 -> amend(journal, disk);
                    case 5 -> finishAtOnce(running, thread);
                    default -> running.add(start(journal, disk));
                }
                // So that a seed always gives the same day.
                journal.drain();
            }
        }
    }

    /** @return what finishes it; some are finished at once, some never */
    private Runnable start(CommandJournal journal, PowerCutDisk disk) {
        serial++;
        long now = NOON + serial;
        String id = random.nextInt(4) == 0 ? null : "i" + serial;
        boolean signed = id == null || random.nextBoolean();
        CommandKey key = signed ? signed(id, "j" + serial) : unsigned("i" + serial);
        Done done = new Done(key, bytes("c" + serial), signed ? lasting(now) : null);
        Execution execution = ((Fresh) journal.claim(done.key, done.hash, done.token)).execution();
        if (!execution.start()) {
            return () -> {};
        }
        done.startedAt = disk.point();
        done.latest = signed ? journal.latestTime() : 0;
        commands.add(done);
        StoredAnswer given = answer("a" + serial + "x".repeat(random.nextInt(200)));
        Runnable finish = () -> execution.finish(given, promise(done, given, disk));
        if (random.nextInt(3) > 0) {
            return finish;
        }
        finish.run();
        return () -> {};
    }

    /** Several answers that wait at the same moment: they share one write. */
    private static void finishAtOnce(List<Runnable> running, JournalThread thread) {
        CompletableFuture<Boolean> all = new CompletableFuture<>();
        thread.execute(all::join);
        running.forEach(Runnable::run);
        running.clear();
        all.complete(true);
    }

    private static TokenUse lasting(long now) {
        return new TokenUse(now, now + 1_000_000, now, true);
    }

    /** What {@code then} means, unless the disk refused something since: then nothing was promised. */
    private static Runnable promise(Done done, StoredAnswer given, PowerCutDisk disk) {
        int before = disk.refusals();
        return () -> {
            if (disk.refusals() == before) {
                done.promises.add(new Promise(given, disk.point(), NEVER));
            }
        };
    }

    /** From then on the second token is as good as the first. */
    private void repeatWithAnotherToken(CommandJournal journal, PowerCutDisk disk) throws Exception {
        List<Done> known = commands.stream()
                .filter(done -> done.token != null && done.key.id() != null)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        Done first = known.get(random.nextInt(known.size()));
        String jti = "second" + ++serial;
        int before = disk.refusals();
        TokenUse token = lasting(NOON + serial);
        assertFalse(journal.claim(signed(first.key.id(), jti), first.hash, token) instanceof Fresh, "seed " + SEED);
        journal.drain();
        if (disk.refusals() == before) {
            // Its token alone must be known, whatever it is asked with.
            Done second = new Done(signed(null, jti), first.hash, token);
            second.startedAt = disk.point();
            commands.add(second);
        }
    }

    private void amend(CommandJournal journal, PowerCutDisk disk) throws Exception {
        journal.drain();
        List<Done> known =
                commands.stream().filter(done -> !done.promises.isEmpty()).toList();
        if (known.isEmpty()) {
            return;
        }
        Done done = known.get(random.nextInt(known.size()));
        StoredAnswer given = answer("amended" + ++serial);
        done.endPromises(disk.point());
        journal.amend(done.key, given, promise(done, given, disk));
    }

    private void accept(Outbox outbox, PowerCutDisk disk) {
        String text = "m" + ++serial;
        if (outbox.accept(bytes(text)) == Outbox.Result.DURABLE) {
            messages.add(new Sent(text, disk.point()));
        }
    }

    private void remove(Outbox outbox, PowerCutDisk disk) {
        outbox.peek().ifPresent(oldest -> {
            String text = new String(oldest.payload(), StandardCharsets.UTF_8);
            int before = disk.point();
            messages.stream().filter(sent -> sent.text.equals(text)).forEach(sent -> sent.removedAt = before);
            outbox.remove(oldest.id());
        });
    }

    private void check(Path image, int point, JournalThread thread, String where) throws IOException {
        try (CommandJournal journal = open(image, UNFORCED, thread);
                Outbox outbox = Outbox.open(image, Clock.systemUTC(), UNFORCED, thread)) {
            for (Done done : commands) {
                check(done, journal.claim(done.key, done.hash, done.token), point, where + " " + done.key);
                if (done.token != null && done.startedAt <= point) {
                    assertTrue(journal.latestTime() >= done.latest, where + " latest time");
                    assertTrue(journal.floor("ops1") >= done.latest - JournalFixture.DAY, where + " floor");
                }
            }
            Set<String> found = new HashSet<>();
            for (var next = outbox.peek(); next.isPresent(); next = outbox.peek()) {
                found.add(new String(next.get().payload(), StandardCharsets.UTF_8));
                outbox.remove(next.get().id());
            }
            for (Sent sent : messages) {
                if (sent.durableAt <= point && point <= sent.removedAt) {
                    assertTrue(found.contains(sent.text), where + " message " + sent.text);
                    checkedMessages++;
                }
            }
        }
    }

    private void check(Done done, Claim found, int point, String where) {
        if (done.startedAt <= point) {
            assertInstanceOf(Stored.class, found, where);
            checkedStarts++;
        }
        for (Promise promise : done.promises) {
            if (promise.holds(point)) {
                assertEquals(new Stored(promise.answer()), found, where);
                checkedAnswers++;
            }
        }
    }

    /** For looking at what is left. */
    private static final Disk UNFORCED = new Disk() {
        @Override
        public void force(FileChannel file) {
            // Nobody cuts the power of the check.
        }
    };
}
