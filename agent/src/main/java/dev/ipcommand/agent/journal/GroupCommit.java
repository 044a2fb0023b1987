package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Writes that wait at the same moment share one fsync.
 *
 * <p><b>Threading.</b> {@link #submit} from any thread; everything else, and what it calls, on the journal thread.
 * <b>Failures.</b> What the disk refuses is tried once more in a new file, which also gives back the room of what is
 * no longer needed; then the writes hear that they are not durable.
 */
final class GroupCommit implements AutoCloseable {
    /** Something to be written. */
    interface Write {
        void addTo(List<JournalRecord> batch);

        /** Always called once; on the caller's thread if the journal thread has ended, else on that. */
        void done(boolean durable);
    }

    /** Whose file it is. */
    interface Owner {
        /** Before the first {@link Write#addTo} of a batch. */
        void begin();

        /** What a new file must hold beside the batch. */
        Stream<JournalRecord> live();

        /** Before the first {@link Write#done} of a batch. */
        void end(boolean durable);
    }

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final int MAX_BATCH = 64;

    private final RecordFile file;
    private final JournalThread thread;
    private final Owner owner;
    private final long rewriteAt;
    /** Guarded by itself. Bounded by the commands that are remembered. */
    private final Queue<Write> waiting = new ArrayDeque<>();
    /** Guarded by {@code waiting}. */
    private boolean scheduled;
    /** A file longer than this is written anew. Twice its length when it was new: the cost stays in proportion. */
    private long maxLength;

    /** @param rewriteAt a file up to this length is never written anew for its length */
    GroupCommit(RecordFile file, JournalThread thread, Owner owner, long rewriteAt) {
        this.file = file;
        this.thread = thread;
        this.owner = owner;
        this.rewriteAt = rewriteAt;
        this.maxLength = rewriteAt;
    }

    /** Returns at once. */
    void submit(Write write) {
        synchronized (waiting) {
            waiting.add(write);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        schedule();
    }

    private void schedule() {
        if (!thread.execute(this::commit)) {
            for (List<Write> refused = next(); !refused.isEmpty(); refused = next()) {
                refused.forEach(write -> tell(write, false));
            }
        }
    }

    /** Empty, and no longer scheduled, if nothing waits. */
    private List<Write> next() {
        List<Write> writes = new ArrayList<>();
        synchronized (waiting) {
            for (Write write = waiting.poll();
                    write != null;
                    write = writes.size() < MAX_BATCH ? waiting.poll() : null) {
                writes.add(write);
            }
            scheduled = !writes.isEmpty();
        }
        return writes;
    }

    private void commit() {
        List<Write> writes = next();
        if (!writes.isEmpty()) {
            try {
                commit(writes);
            } finally {
                schedule();
            }
        }
    }

    private void commit(List<Write> writes) {
        boolean durable = false;
        try {
            owner.begin();
            List<JournalRecord> batch = new ArrayList<>();
            writes.forEach(write -> write.addTo(batch));
            store(batch);
            durable = true;
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "journal refused writes={0} because=\"{1}\"",
                    Integer.toString(writes.size()),
                    e.toString());
        } finally {
            // Also when memory runs out: somebody waits for each of them.
            owner.end(durable);
            for (Write write : writes) {
                tell(write, durable);
            }
        }
    }

    private static void tell(Write write, boolean durable) {
        try {
            write.done(durable);
        } catch (RuntimeException | Error e) {
            // The other writes of the batch must hear, too: threads wait for them.
            LOG.log(System.Logger.Level.WARNING, "journal listener failed", e);
        }
    }

    private void store(List<JournalRecord> batch) throws IOException {
        if (file.isSound() && file.length() <= maxLength) {
            try {
                file.append(batch);
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "journal begins a new file because=\"{0}\"", e.toString());
            }
        }
        file.rewrite(() -> Stream.concat(owner.live(), batch.stream()).iterator());
        maxLength = Math.max(rewriteAt, 2 * file.length());
    }

    /** Waits until everything submitted so far is done. For tests. */
    void drain() throws ExecutionException {
        boolean empty = false;
        while (!empty) {
            empty = thread.call(() -> {
                synchronized (waiting) {
                    return waiting.isEmpty();
                }
            });
        }
    }

    /** Writes what waits and closes the file; what comes later is not durable. */
    @Override
    public void close() {
        thread.finish(() -> {
            for (List<Write> writes = next(); !writes.isEmpty(); writes = next()) {
                commit(writes);
            }
            try {
                file.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "journal not closed cleanly: " + e);
            }
        });
    }
}
