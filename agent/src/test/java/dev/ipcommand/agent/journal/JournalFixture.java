package dev.ipcommand.agent.journal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.journal.Claim.Fresh;
import dev.ipcommand.agent.journal.Claim.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A journal of commands in a directory, with a running time that stands still until the test moves it. */
final class JournalFixture implements AutoCloseable {
    static final long NOON = 1_800_000_000L;
    static final long HOUR = 3600;
    static final long DAY = 24 * HOUR;

    final AtomicLong nanos = new AtomicLong(1);
    private final Path directory;
    private final Disk disk;
    private final JournalThread thread = new JournalThread();
    CommandJournal journal;

    JournalFixture(Path directory) throws IOException {
        this(directory, new Disk() {
            @Override
            public void force(java.nio.channels.FileChannel file) {
                // Tests that cut no power need no forcing.
            }
        });
    }

    JournalFixture(Path directory, Disk disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.journal = open(directory, disk, thread, nanos::get);
    }

    private static CommandJournal open(Path directory, Disk disk, JournalThread thread, LongSupplier nanos)
            throws IOException {
        var settings = new CommandJournal.Settings(Duration.ofHours(24), JournalFixture::aborted);
        return CommandJournal.open(directory, disk, nanos, settings, thread);
    }

    void restart() throws IOException {
        journal.close();
        journal = open(directory, disk, thread, nanos::get);
    }

    Path file() {
        return directory.resolve("commands.journal");
    }

    void runs(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static StoredAnswer aborted(CommandKey key) {
        return new StoredAnswer("aborted", bytes(key.name() + "! aborted"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static StoredAnswer answer(String text) {
        return new StoredAnswer("ok", bytes(text));
    }

    static CommandKey unsigned(String id) {
        return new CommandKey("-", "pump", id, null);
    }

    static CommandKey signed(@Nullable String id, String jti) {
        return new CommandKey("ops1", "pump", id, jti);
    }

    /** Issued at that time, for an hour, on a device with a good clock that says the same. */
    static TokenUse token(long at) {
        return new TokenUse(at, at + HOUR, at, true);
    }

    static TokenUse badClock(long issuedAt, long now) {
        return new TokenUse(issuedAt, issuedAt + HOUR, now, false);
    }

    Claim claim(CommandKey key, String command, @Nullable TokenUse token) {
        return journal.claim(key, bytes(command), token);
    }

    Execution fresh(CommandKey key, String command, @Nullable TokenUse token) {
        return assertInstanceOf(Fresh.class, claim(key, command, token)).execution();
    }

    /** Executes it and waits until the answer is stored. */
    void execute(CommandKey key, String command, @Nullable TokenUse token) throws ExecutionException {
        Execution execution = fresh(key, command, token);
        assertTrue(execution.start());
        execution.finish(answer("did " + command), () -> {});
        journal.drain();
    }

    static Claim stored(String command) {
        return new Stored(answer("did " + command));
    }

    @Override
    public void close() {
        journal.close();
        thread.close();
    }
}
