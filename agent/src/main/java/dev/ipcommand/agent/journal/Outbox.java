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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Messages that wait to be sent: a FIFO on the disk, at most {@value #CAPACITY} messages for at most seven days.
 *
 * <p>Threading: safe for any thread, also for one that runs foreign code and may be interrupted. All input and output
 * is done by one thread, {@code journal}, which nobody interrupts, because an interrupt in the middle of a write closes
 * a channel for good. Callers wait for it where they must; an interrupt does not cut that wait short and is kept.
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
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    /** Callers wait for their task, so there are never more than there are threads and messages. */
    private static final int MAX_TASKS = 1024;

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
    private final ThreadPoolExecutor journal;
    /** By id, oldest first. Guarded by itself; nothing slow and nothing foreign happens under that lock. */
    private final Map<Long, Message> waiting = new LinkedHashMap<>();
    /** Used by the journal thread only, after the replay. */
    private long nextId = 1;

    private volatile long expired;
    /** The executor's only thread, from the replay on. */
    private volatile Thread thread = new Thread();

    private Outbox(Path path, Clock clock, Disk disk, Runnable onAccepted) {
        this.clock = clock;
        this.file = new RecordFile(path, disk);
        this.onAccepted = onAccepted;
        this.journal = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), task -> {
            Thread made = new Thread(task, "journal");
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    /**
     * Reads what waited when the agent ended. A damaged file costs only its damaged records.
     *
     * @param directory exists and belongs to one agent
     * @param onAccepted called on the journal thread after each message that became durable; must not wait
     * @throws IOException if the file is there and cannot be read at all
     */
    public static Outbox open(Path directory, Clock clock, Runnable onAccepted) throws IOException {
        return open(directory, clock, Disk.REAL, onAccepted);
    }

    static Outbox open(Path directory, Clock clock, Disk disk, Runnable onAccepted) throws IOException {
        Outbox outbox = new Outbox(directory.resolve("outbox.journal"), clock, disk, onAccepted);
        try {
            outbox.journal.submit(outbox::replay).get();
            return outbox;
        } catch (ExecutionException e) {
            outbox.close();
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            outbox.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the outbox was opened", e);
        }
    }

    private Void replay() throws IOException {
        Map<Long, Message> found = new LinkedHashMap<>();
        for (JournalRecord record : file.open()) {
            ByteBuffer body = ByteBuffer.wrap(record.body());
            if (record.type() == ACCEPTED && body.remaining() > 2 * Long.BYTES) {
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
        synchronized (waiting) {
            waiting.putAll(found);
        }
        return null;
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
        return onJournal(() -> store(own));
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
            file.append(recordOf(message));
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
        try {
            journal.execute(() -> forget(id));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "outbox kept a sent message: the journal is closed or overrun");
        }
    }

    private void forget(long id) {
        try {
            if (file.isSound()) {
                byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
                file.append(new JournalRecord(REMOVED, body));
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

    /** Runs a task on the journal thread and waits for it, interrupted or not. */
    private Result onJournal(Callable<Result> task) {
        Future<Result> future;
        try {
            future = journal.submit(task);
        } catch (RejectedExecutionException e) {
            return Result.FAILED;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    LOG.log(System.Logger.Level.WARNING, "outbox failed", e.getCause());
                    return Result.FAILED;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes what is still to be written and ends the journal thread. Idempotent; at most 5 s. */
    @Override
    public void close() {
        try {
            journal.execute(() -> {
                try {
                    file.close();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "outbox not closed cleanly: " + e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "outbox is closed already");
        }
        journal.shutdown();
        boolean interrupted = false;
        long end = System.nanoTime() + CLOSE_TIME.toNanos();
        // The executor calls itself terminated a moment before its thread is gone: the thread itself is waited for.
        for (long left = CLOSE_TIME.toMillis(); thread.isAlive() && left > 0; left = millisUntil(end)) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.log(System.Logger.Level.WARNING, "thread journal still waits for the disk after 5 s");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisUntil(long end) {
        return (end - System.nanoTime()) / 1_000_000;
    }
}
