package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The executed commands and their answers, in the file {@code commands.journal}.
 *
 * <p><b>What is promised.</b> A command whose {@link Execution#start} returned true is never fresh again while it is
 * remembered, whatever happens to the power and to the clock. Signed ones are remembered until their last token has been
 * expired for 5 min <em>by {@link #latestTime}</em>, never by a system clock: one that jumps ahead and comes back would
 * open a window for replays. What is older than that is refused. Unsigned ones are remembered for 24 h of running time,
 * and the last {@value CommandTables#MAX_UNSIGNED} only.
 *
 * <p><b>Threading.</b> Any thread. Only {@link Execution#start} waits for the disk; it must not be called on the journal
 * thread. Nothing slow happens under the lock.
 *
 * <p><b>Memory.</b> Answers are kept: at worst {@value CommandTables#MAX_SIGNED} + {@value CommandTables#MAX_UNSIGNED} of
 * 1300 bytes, with keys and tables of up to 1 KiB each some 12 MiB; answers of 40 bytes and short ids make it 3 MiB.
 *
 * <p><b>Failures.</b> None after {@link #open} but for wrong arguments: {@code start} says no, an answer that the disk
 * refuses is remembered until the agent ends.
 */
public final class CommandJournal implements CommandLedger, AutoCloseable {
    private static final long DAY = 24 * 3600;
    /** No time of a token is later: no sum overflows. */
    private static final long LATEST = 1L << 40;

    private static final long REWRITE_AT = 1 << 20;

    /**
     * What the journal is told.
     *
     * @param maxAge the longest life a token may have
     * @param aborted {@link #open}
     * @param rewriteAt {@link GroupCommit}
     */
    record Settings(Duration maxAge, Function<CommandKey, StoredAnswer> aborted, long rewriteAt) {
        Settings(Duration maxAge, Function<CommandKey, StoredAnswer> aborted) {
            this(maxAge, aborted, REWRITE_AT);
        }
    }

    private final Object lock = new Object();
    private final CommandWrites writes;
    /** Guarded by {@code lock}, as it says. */
    private final LedgerState state;

    private CommandJournal(RecordFile file, LongSupplier nanos, Settings settings, JournalThread thread) {
        this.state = new LedgerState(nanos, Math.max(DAY, settings.maxAge().toSeconds()));
        this.writes = new CommandWrites(lock, state, file, thread, settings.rewriteAt());
    }

    /**
     * Reads what was executed before. A damaged file costs only its damaged records.
     *
     * @param directory exists and belongs to one agent
     * @param maxAge the longest life a token may have
     * @param aborted gives the answer to a command that a crash cut off, since the journal does not know the form on the
     *     wire; called on the journal thread, also for commands that turn out to have another answer
     * @param thread is closed after this
     * @throws IOException if the file is there and cannot be read at all
     */
    public static CommandJournal open(
            Path directory, Duration maxAge, Function<CommandKey, StoredAnswer> aborted, JournalThread thread)
            throws IOException {
        return open(directory, Disk.REAL, System::nanoTime, new Settings(maxAge, aborted), thread);
    }

    static CommandJournal open(Path directory, Disk disk, LongSupplier nanos, Settings settings, JournalThread thread)
            throws IOException {
        RecordFile file = new RecordFile(directory.resolve("commands.journal"), disk);
        CommandJournal journal = new CommandJournal(file, nanos, settings, thread);
        try {
            thread.call(() -> journal.replay(file, settings.aborted()));
            return journal;
        } catch (ExecutionException e) {
            journal.close();
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw new IOException("the journal thread is closed", e);
        }
    }

    private Boolean replay(RecordFile file, Function<CommandKey, StoredAnswer> aborted) throws IOException {
        synchronized (lock) {
            LedgerState.Replay replay = state.new Replay(key -> checked(aborted.apply(key)));
            file.open(replay::take);
            replay.end();
        }
        return true;
    }

    @Override
    public Claim claim(CommandKey key, byte[] hash, @Nullable TokenUse token) {
        boolean signed = key.jti() != null;
        if (signed != (token != null) || (!signed && key.id() == null) || hash.length > CommandRecord.MAX_HASH) {
            throw new IllegalArgumentException("a token without its id, neither id nor token, or " + hash.length
                    + " bytes of hash, allowed are " + CommandRecord.MAX_HASH);
        }
        CommandKey bounded = CommandRecord.bounded(key);
        byte[] own = hash.clone();
        synchronized (lock) {
            return token == null ? claimUnsigned(bounded, own) : claimSigned(bounded, own, inRange(token));
        }
    }

    private static TokenUse inRange(TokenUse token) {
        return new TokenUse(
                inRange(token.issuedAt()), inRange(token.expires()), inRange(token.now()), token.synchronised());
    }

    private static long inRange(long seconds) {
        return Math.max(0, Math.min(seconds, LATEST));
    }

    private Claim claimUnsigned(CommandKey key, byte[] hash) {
        state.tables.expireUnsigned(state.uptime());
        Optional<LedgerEntry> same = state.tables.byId(key);
        if (same.isPresent()) {
            return same.get().isSame(hash) ? same.get().found() : Claim.Refused.ID_USED;
        }
        if (!state.tables.makeRoomForUnsigned(CommandTables.MAX_UNSIGNED)) {
            return Claim.Refused.FULL;
        }
        return new Claim.Fresh(new OneExecution(state.newEntry(key, hash), null));
    }

    private Claim claimSigned(CommandKey key, byte[] hash, TokenUse token) {
        Optional<LedgerEntry> sameToken = state.tables.byToken(key);
        if (sameToken.isPresent()) {
            return sameToken.get().isSame(hash) ? sameToken.get().found() : Claim.Refused.TOKEN_USED;
        }
        if (token.expires() + CommandTables.GRACE < state.times().latest()) {
            // It may have been executed and forgotten.
            return Claim.Refused.TOKEN_USED;
        }
        Optional<LedgerEntry> sameId = state.tables.byId(key);
        if (sameId.isPresent() && !sameId.get().isSame(hash)) {
            return Claim.Refused.ID_USED;
        }
        if (state.tables.isSignedFull()) {
            raiseLatest(key.principal(), token);
            return Claim.Refused.FULL;
        }
        if (sameId.isPresent()) {
            return alias(sameId.get(), key, token);
        }
        LedgerEntry entry = state.newEntry(key, hash);
        state.addToken(entry, key, token.expires());
        return new Claim.Fresh(new OneExecution(entry, token));
    }

    /** The second token stands for the same command now: without it, it could be replayed once the first has expired. */
    private Claim alias(LedgerEntry entry, CommandKey key, TokenUse token) {
        state.addToken(entry, key, token.expires());
        if (entry.isStarted()) {
            writes.alias(entry, entry.tokens().size() - 1);
        }
        return entry.found();
    }

    /**
     * Latest time goes up with executed commands only; but once the table is full none is executed, and it would be full
     * for ever. So a token that is refused for that alone may raise it.
     */
    private void raiseLatest(String keyId, TokenUse token) {
        KnownTimes times = state.times();
        long raised = times.latestWith(token, state.uptime()).value();
        if (raised >= times.latest() + LedgerState.PURGE_EVERY) {
            writes.raiseLatest(keyId, token);
        }
    }

    @Override
    public void amend(CommandKey key, StoredAnswer answer, Runnable then) {
        CommandKey bounded = CommandRecord.bounded(key);
        Supplier<Optional<LedgerEntry>> remembered = () -> state.tables
                .byToken(bounded)
                .or(() -> state.tables.byId(bounded))
                .filter(LedgerEntry::isAnswered);
        writes.answer(remembered, checked(answer), then);
    }

    private static StoredAnswer checked(StoredAnswer answer) {
        byte[] datagram = answer.datagram();
        int length = datagram == null ? 0 : datagram.length;
        if (length > CommandRecord.MAX_DATAGRAM || answer.status().length() > CommandRecord.MAX_STATUS) {
            throw new IllegalArgumentException(length + " bytes, allowed are " + CommandRecord.MAX_DATAGRAM
                    + "; status of " + answer.status().length() + ", allowed are " + CommandRecord.MAX_STATUS);
        }
        return answer;
    }

    @Override
    public long floor(String keyId) {
        synchronized (lock) {
            return state.times().floor(CommandRecord.bounded(keyId));
        }
    }

    @Override
    public long latestTime() {
        synchronized (lock) {
            return state.times().latest();
        }
    }

    /** Waits until everything asked for so far is on the disk or refused. For tests. */
    void drain() throws ExecutionException {
        writes.drain();
    }

    /**
     * Writes what is still to be written. Idempotent; at most 5 s. Answers that come later are remembered until the agent
     * ends.
     */
    @Override
    public void close() {
        writes.close();
    }

    private final class OneExecution implements Execution {
        private final LedgerEntry entry;
        private final @Nullable TokenUse token;

        OneExecution(LedgerEntry entry, @Nullable TokenUse token) {
            this.entry = entry;
            this.token = token;
        }

        @Override
        public boolean start() {
            advance(LedgerEntry.Stage.CLAIMED, LedgerEntry.Stage.STARTING);
            try {
                return JournalThread.await(writes.start(entry, token));
            } catch (ExecutionException e) {
                throw new IllegalStateException("only ever completed with an answer", e);
            }
        }

        @Override
        public void finish(StoredAnswer answer, Runnable then) {
            checked(answer);
            advance(LedgerEntry.Stage.STARTED, LedgerEntry.Stage.ANSWERED);
            writes.answer(() -> Optional.of(entry), answer, then);
        }

        @Override
        public void release() {
            synchronized (lock) {
                if (entry.stage() != LedgerEntry.Stage.GONE) {
                    expect(LedgerEntry.Stage.CLAIMED);
                    entry.stage(LedgerEntry.Stage.GONE);
                    state.tables.remove(entry);
                }
            }
        }

        private void advance(LedgerEntry.Stage from, LedgerEntry.Stage to) {
            synchronized (lock) {
                expect(from);
                entry.stage(to);
            }
        }

        private void expect(LedgerEntry.Stage stage) {
            if (entry.stage() != stage) {
                throw new IllegalStateException("the command is " + entry.stage() + ", not " + stage);
            }
        }
    }
}
