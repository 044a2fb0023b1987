package dev.ipcommand.agent.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of commands writes, and what becomes of the state when the disk has taken or refused it.
 *
 * <p><b>Threading.</b> Handing over from any thread; the rest runs on the journal thread and takes the journal's lock
 * for each look at the state.
 */
final class CommandWrites implements GroupCommit.Owner, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CommandJournal.class.getName());

    private final Object lock;
    /** Guarded by {@code lock}, as it says. */
    private final LedgerState state;

    private final GroupCommit commit;
    /** Whether a write of the latest time alone is on its way. Guarded by {@code lock}. */
    private boolean raising;

    CommandWrites(Object lock, LedgerState state, RecordFile file, JournalThread thread, long rewriteAt) {
        this.lock = lock;
        this.state = state;
        this.commit = new GroupCommit(file, thread, this, rewriteAt);
    }

    /** True once the start is on the disk, false if the disk has refused it: then the command is not remembered. */
    Future<Boolean> start(LedgerEntry entry, @Nullable TokenUse token) {
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        commit.submit(new StartWrite(entry, token, durable));
        return durable;
    }

    /**
     * @param entry looked for under the lock when its turn has come; without one, {@code then} runs all the same
     * @param then {@link Execution#finish}
     */
    void answer(Supplier<Optional<LedgerEntry>> entry, StoredAnswer answer, Runnable then) {
        commit.submit(new AnswerWrite(entry, answer, then));
    }

    /** @param from the index of the first token that the disk does not know */
    void alias(LedgerEntry entry, int from) {
        commit.submit(new AliasWrite(entry, from));
    }

    /** Raises the latest time without a command; one such write at a time. Called with the lock held. */
    void raiseLatest(String keyId, TokenUse token) {
        if (!raising) {
            raising = true;
            commit.submit(new TimesWrite(keyId, token));
        }
    }

    /** Waits until everything handed over so far is on the disk or refused. For tests. */
    void drain() throws ExecutionException {
        commit.drain();
    }

    @Override
    public void close() {
        commit.close();
    }

    @Override
    public void begin() {
        synchronized (lock) {
            state.beginBatch();
        }
    }

    @Override
    public Stream<JournalRecord> live() {
        synchronized (lock) {
            return Stream.concat(
                    state.timesRecords().stream(),
                    state.tables.all().stream().flatMap(entry -> liveOf(entry).stream()));
        }
    }

    private List<JournalRecord> liveOf(LedgerEntry entry) {
        synchronized (lock) {
            return entry.live(state.times().stamp(entry.key.principal(), state.uptime()));
        }
    }

    @Override
    public void end(boolean durable) {
        synchronized (lock) {
            state.endBatch(durable);
        }
    }

    private KnownTimes.Stamp draftStamp(LedgerEntry entry) {
        return state.draft().stamp(entry.key.principal(), state.uptime());
    }

    private final class StartWrite implements GroupCommit.Write {
        private final LedgerEntry entry;
        private final @Nullable TokenUse token;
        private final CompletableFuture<Boolean> started;
        private int written;

        StartWrite(LedgerEntry entry, @Nullable TokenUse token, CompletableFuture<Boolean> started) {
            this.entry = entry;
            this.token = token;
            this.started = started;
        }

        @Override
        public void addTo(List<JournalRecord> batch) {
            if (token != null) {
                state.draft().raise(entry.key.principal(), token, state.uptime());
            }
            synchronized (lock) {
                batch.add(entry.record(draftStamp(entry), null).encoded());
                batch.addAll(entry.aliases(1, draftStamp(entry)));
                written = entry.tokens().size();
            }
        }

        @Override
        public void done(boolean durable) {
            synchronized (lock) {
                if (durable) {
                    entry.stage(LedgerEntry.Stage.STARTED);
                } else {
                    entry.stage(LedgerEntry.Stage.GONE);
                    state.tables.remove(entry);
                }
                if (durable && entry.tokens().size() > written && entry.isSigned()) {
                    commit.submit(new AliasWrite(entry, written));
                }
            }
            started.complete(durable);
        }
    }

    private final class AliasWrite implements GroupCommit.Write {
        private final LedgerEntry entry;
        private final int from;

        AliasWrite(LedgerEntry entry, int from) {
            this.entry = entry;
            this.from = from;
        }

        @Override
        public void addTo(List<JournalRecord> batch) {
            synchronized (lock) {
                batch.addAll(entry.aliases(from, draftStamp(entry)));
            }
        }

        @Override
        public void done(boolean durable) {
            if (!durable) {
                LOG.log(System.Logger.Level.WARNING, "journal knows a second token only until the agent ends");
            }
        }
    }

    private final class TimesWrite implements GroupCommit.Write {
        private final String keyId;
        private final TokenUse token;

        TimesWrite(String keyId, TokenUse token) {
            this.keyId = keyId;
            this.token = token;
        }

        @Override
        public void addTo(List<JournalRecord> batch) {
            state.draft().raiseLatest(token, state.uptime());
            batch.add(state.timesRecord(keyId, state.draft()));
        }

        @Override
        public void done(boolean durable) {
            synchronized (lock) {
                raising = false;
            }
        }
    }

    private final class AnswerWrite implements GroupCommit.Write {
        private final Supplier<Optional<LedgerEntry>> entry;
        private final StoredAnswer answer;
        private final Runnable then;
        private Optional<LedgerEntry> found = Optional.empty();

        AnswerWrite(Supplier<Optional<LedgerEntry>> entry, StoredAnswer answer, Runnable then) {
            this.entry = entry;
            this.answer = answer;
            this.then = then;
        }

        @Override
        public void addTo(List<JournalRecord> batch) {
            synchronized (lock) {
                found = entry.get();
                found.ifPresent(known ->
                        batch.add(known.record(draftStamp(known), answer).encoded()));
            }
        }

        @Override
        public void done(boolean durable) {
            synchronized (lock) {
                // Not looked for yet if the journal is closed.
                found = found.or(entry);
                found.ifPresent(known -> state.answer(known, answer));
            }
            if (!durable && found.isPresent()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "journal knows an answer only until the agent ends handler={0}",
                        found.get().key.name());
            }
            then.run();
        }
    }
}
