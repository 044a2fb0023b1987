package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Messages that wait to be sent: a FIFO on the disk, at most {@value #CAPACITY} messages for at most seven days.
 *
 * <p>Threading: safe for any thread, also for one that runs foreign code and may be interrupted. All input and output
 * is done by the {@link JournalThread}. Callers wait for it where they must; an interrupt does not cut that wait short
 * and is kept.
 *
 * <p>Delivery: at least once. What {@link #accept} called durable is there after a crash. A crash between sending and
 * the removal's arrival on the disk, or a removal that the disk refused, brings a message back once more;
 * so may a crash right after a failed fsync, which leaves open what is on the disk.
 *
 * <p>Failure: a disk error refuses that message; the next one tries with a new file. Nothing here throws after
 * {@link #open}, but for wrong arguments.
 */
public final class Outbox implements AutoCloseable {
    public static final int CAPACITY = 256;
    public static final int MAX_BYTES = 1300;
    public static final Duration LIFETIME = Duration.ofDays(7);

    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final byte ACCEPTED = 1;
    private static final byte REMOVED = 2;
    private static final long REWRITE_AT = 1 << 20;

    /** What became of a message. */
    public enum Result {
        /** On the disk. */
        DURABLE,
        /** Not stored: {@value #CAPACITY} wait already. */
        FULL,
        /** Not stored: the disk refused it, or the outbox is closed. */
        FAILED
    }

    /** A message that waits. */
    public record Message(long id, byte[] payload, long acceptedMillis) {}

    private final Clock clock;
    private final RecordFile file;
    private final Runnable onAccepted;
    private final JournalThread journal;
    private final boolean ownsThread;
    /** By id, oldest first. Guarded by itself; nothing slow and nothing foreign happens under that lock. */
    private final Map<Long, Message> waiting = new LinkedHashMap<>();
    /** Used by the journal thread only, after the replay. */
    private long nextId = 1;

    private volatile long expired;

    private Outbox(RecordFile file, Clock clock, Runnable onAccepted, JournalThread journal, boolean ownsThread) {
        this.file = file;
        this.clock = clock;
        this.onAccepted = onAccepted;
        this.journal = journal;
        this.ownsThread = ownsThread;
    }

    /** As {@link #open(Path, Clock, Runnable, JournalThread)}, with a thread of its own that ends with it. */
    public static Outbox open(Path directory, Clock clock, Runnable onAccepted) throws IOException {
        return open(directory, clock, Disk.REAL, onAccepted);
    }

    /**
     * Reads what waited when the agent ended. A damaged file costs only its damaged records.
     *
     * @param directory exists and belongs to one agent
     * @param onAccepted called on the journal thread after each message that became durable; must not wait
     * @param thread stays open when the outbox is closed, and is closed after it
     * @throws IOException if the file is there and cannot be read at all
     */
    public static Outbox open(Path directory, Clock clock, Runnable onAccepted, JournalThread thread)
            throws IOException {
        return opened(new Outbox(fileIn(directory, Disk.REAL), clock, onAccepted, thread, false));
    }

    static Outbox open(Path directory, Clock clock, Disk disk, Runnable onAccepted) throws IOException {
        return opened(new Outbox(fileIn(directory, disk), clock, onAccepted, new JournalThread(), true));
    }

    /** For tests that cut the power of several journals at once. */
    static Outbox open(Path directory, Clock clock, Disk disk, JournalThread thread) throws IOException {
        return opened(new Outbox(fileIn(directory, disk), clock, () -> {}, thread, false));
    }

    private static RecordFile fileIn(Path directory, Disk disk) {
        return new RecordFile(directory.resolve("outbox.journal"), disk);
    }

    private static Outbox opened(Outbox outbox) throws IOException {
        try {
            outbox.journal.call(outbox::replay);
            return outbox;
        } catch (ExecutionException e) {
            outbox.close();
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw new IOException("the journal thread is closed", e);
        }
    }

    private Boolean replay() throws IOException {
        Map<Long, Message> found = new LinkedHashMap<>();
        file.open(record -> replay(record, found));
        synchronized (waiting) {
            waiting.putAll(found);
        }
        return true;
    }

    private void replay(JournalRecord record, Map<Long, Message> found) {
        ByteBuffer body = ByteBuffer.wrap(record.body());
        int head = 2 * Long.BYTES;
        if (record.type() == ACCEPTED && body.remaining() > head && body.remaining() <= head + MAX_BYTES) {
            long id = body.getLong();
            long accepted = body.getLong();
            byte[] payload = new byte[body.remaining()];
            body.get(payload);
            found.put(id, new Message(id, payload, accepted));
            nextId = Math.max(nextId, id + 1);
        } else if (record.type() == REMOVED && body.remaining() == Long.BYTES) {
            found.remove(body.getLong());
        }
    }

    /**
     * Stores a message; waits until it is on the disk.
     *
     * @param payload 1 to {@value #MAX_BYTES} bytes
     */
    public Result accept(byte[] payload) {
        if (payload.length < 1 || payload.length > MAX_BYTES) {
            throw new IllegalArgumentException(payload.length + " bytes, allowed are 1 to " + MAX_BYTES);
        }
        byte[] own = payload.clone();
        try {
            return journal.call(() -> store(own));
        } catch (RejectedExecutionException e) {
            return Result.FAILED;
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "outbox failed", e.getCause());
            return Result.FAILED;
        }
    }

    private Result store(byte[] payload) {
        if (size() >= CAPACITY) {
            return Result.FULL;
        }
        Message message = new Message(nextId++, payload, clock.millis());
        try {
            if (!file.isSound() || file.length() >= REWRITE_AT) {
                file.rewrite(live());
            }
            file.append(List.of(recordOf(message)));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "outbox refused a message because=\"{0}\"", e.toString());
            return Result.FAILED;
        }
        synchronized (waiting) {
            waiting.put(message.id(), message);
        }
        try {
            onAccepted.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "outbox listener failed", e);
        }
        return Result.DURABLE;
    }

    /** The oldest message, if one waits. It stays until {@link #remove}. */
    public Optional<Message> peek() {
        synchronized (waiting) {
            dropExpired();
            return waiting.values().stream().findFirst();
        }
    }

    /** Takes a message out: at once here, and on the disk as soon as the journal thread comes to it. */
    public void remove(long id) {
        synchronized (waiting) {
            if (waiting.remove(id) != null) {
                writeRemoval(id);
            }
        }
    }

    /** How many wait. */
    public int size() {
        synchronized (waiting) {
            dropExpired();
            return waiting.size();
        }
    }

    /** How many were dropped since the start because they waited for more than seven days. */
    public long expired() {
        return expired;
    }

    /** Called with {@code waiting} held. The oldest come first, whatever the clock did between them. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read without it
    private void dropExpired() {
        long now = clock.millis();
        var messages = waiting.values().iterator();
        while (messages.hasNext()) {
            Message message = messages.next();
            if (now - message.acceptedMillis() > LIFETIME.toMillis()) {
                messages.remove();
                expired++;
                writeRemoval(message.id());
            }
        }
    }

    /** Only hands over: the record is written by the journal thread. */
    private void writeRemoval(long id) {
        if (!journal.execute(() -> forget(id))) {
            LOG.log(System.Logger.Level.WARNING, "outbox kept a sent message: the journal is closed or overrun");
        }
    }

    private void forget(long id) {
        try {
            if (file.isSound()) {
                byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
                file.append(List.of(new JournalRecord(REMOVED, body)));
            } else {
                file.rewrite(live());
            }
        } catch (IOException e) {
            // The next record that the disk takes comes in a new file without it; until then a restart brings it back.
            LOG.log(System.Logger.Level.WARNING, "outbox kept a sent message because=\"{0}\"", e.toString());
        }
    }

    private List<JournalRecord> live() {
        List<JournalRecord> records = new ArrayList<>();
        synchronized (waiting) {
            waiting.values().forEach(message -> records.add(recordOf(message)));
        }
        return records;
    }

    private static JournalRecord recordOf(Message message) {
        ByteBuffer body = ByteBuffer.allocate(2 * Long.BYTES + message.payload().length);
        body.putLong(message.id()).putLong(message.acceptedMillis()).put(message.payload());
        return new JournalRecord(ACCEPTED, body.array());
    }

    /** Writes what is still to be written. Idempotent; at most 5 s, and as long again for a thread of its own. */
    @Override
    public void close() {
        journal.finish(() -> {
            try {
                file.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "outbox not closed cleanly: " + e);
            }
        });
        if (ownsThread) {
            journal.close();
        }
    }
}
