package dev.ipcommand.agent.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the journal of commands keeps in memory: the commands, the times, and the times of the batch that is being
 * written.
 *
 * <p>Guarded by the journal's lock, but for {@link #uptime} and the draft: that is the journal thread's.
 */
final class LedgerState {
    private static final System.Logger LOG = System.getLogger(CommandJournal.class.getName());
    /** How often the table of signed commands is gone through, in seconds of latest time. */
    static final long PURGE_EVERY = 60;

    final CommandTables tables = new CommandTables();
    private final LongSupplier nanos;
    private final long openedNanos;
    /** What is on the disk. */
    private KnownTimes times;
    /** With what the batch under way adds. */
    private KnownTimes draft;
    /** Running time before this start, in seconds. Written by the replay only. */
    private long uptimeBefore;

    private long nextNumber = 1;
    /** Latest time at the last purge. */
    private long purgedAt;

    /** @param margin {@link KnownTimes} */
    LedgerState(LongSupplier nanos, long margin) {
        this.nanos = nanos;
        this.openedNanos = nanos.getAsLong();
        this.times = new KnownTimes(margin);
        this.draft = times;
    }

    /** Seconds this agent ran, over all restarts: what age can be measured by when no clock can be trusted. */
    long uptime() {
        return uptimeBefore + (nanos.getAsLong() - openedNanos) / 1_000_000_000;
    }

    KnownTimes times() {
        return times;
    }

    KnownTimes draft() {
        return draft;
    }

    LedgerEntry newEntry(CommandKey key, byte[] hash) {
        LedgerEntry entry = new LedgerEntry(nextNumber++, uptime(), key, hash);
        tables.add(entry);
        return entry;
    }

    /** Unless it has that token already. */
    void addToken(LedgerEntry entry, CommandKey key, long expires) {
        String jti = key.jti();
        if (jti != null
                && entry.tokens().stream().noneMatch(token -> token.jti().equals(jti))) {
            tables.addToken(entry, new LedgerEntry.Token(jti, expires));
        }
    }

    void answer(LedgerEntry entry, StoredAnswer answer) {
        entry.answer(answer);
        tables.answered(entry);
    }

    void beginBatch() {
        draft = times.copy();
    }

    void endBatch(boolean durable) {
        if (durable) {
            times = draft;
        }
        if (times.latest() >= purgedAt + PURGE_EVERY) {
            purge();
        }
    }

    private void purge() {
        tables.purge(times.latest());
        purgedAt = times.latest();
    }

    /** What the disk must hold beside the commands. */
    List<JournalRecord> timesRecords() {
        return times.keys().stream().map(key -> timesRecord(key, times)).toList();
    }

    JournalRecord timesRecord(String keyId, KnownTimes known) {
        CommandKey key = new CommandKey(keyId, "", null, null);
        var subject = new CommandRecord.Subject(0, 0, key, new byte[0], 0);
        return new CommandRecord(CommandRecord.TIMES, subject, known.stamp(keyId, uptime()), null).encoded();
    }

    /** Takes in what was on the disk when the agent started. */
    final class Replay {
        private final Map<Long, LedgerEntry> byNumber = new HashMap<>();
        private final Function<CommandKey, StoredAnswer> aborted;

        Replay(Function<CommandKey, StoredAnswer> aborted) {
            this.aborted = aborted;
        }

        void take(JournalRecord raw) {
            var record = CommandRecord.decoded(raw);
            if (record.isEmpty()) {
                LOG.log(System.Logger.Level.WARNING, "journal passes over a record that is none of a command");
            }
            record.ifPresent(this::take);
        }

        private void take(CommandRecord record) {
            CommandRecord.Subject subject = record.subject();
            CommandKey key = subject.key();
            uptimeBefore = Math.max(uptimeBefore, record.stamp().uptime());
            times.replay(key.principal(), record.stamp());
            if (record.type() == CommandRecord.TIMES) {
                return;
            }
            nextNumber = Math.max(nextNumber, subject.number() + 1);
            LedgerEntry entry = byNumber.computeIfAbsent(subject.number(), number -> made(subject));
            addToken(entry, key, subject.expires());
            StoredAnswer answer = record.answer();
            if (answer != null) {
                answer(entry, answer);
            }
        }

        private LedgerEntry made(CommandRecord.Subject subject) {
            CommandKey key = subject.key();
            LedgerEntry made = new LedgerEntry(subject.number(), subject.born(), key, subject.hash());
            // Until a record says otherwise.
            made.answer(aborted.apply(key));
            // Whatever had this key was forgotten before this one began.
            tables.byToken(key).ifPresent(tables::remove);
            tables.byId(key).ifPresent(tables::remove);
            if (made.isSigned() || tables.makeRoomForUnsigned(2 * CommandTables.MAX_UNSIGNED)) {
                tables.add(made);
            }
            return made;
        }

        void end() {
            // Only now is it known which were answered last.
            tables.trimUnsigned();
            tables.expireUnsigned(uptime());
            purge();
        }
    }
}
