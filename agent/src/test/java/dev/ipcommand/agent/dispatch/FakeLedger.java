package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.journal.Claim;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.journal.Execution;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.journal.TokenUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger without a disk, which keeps nothing of what it is not told, and tells what it was told. */
final class FakeLedger implements CommandLedger {
    /** What happened, in order: started, finished STATUS, released. */
    final List<String> log = new ArrayList<>();

    boolean diskRefuses;
    boolean full;
    /** How many of the next answers cannot be kept, as when memory runs out. */
    int losesAnswers;

    private final Map<Object, Entry> entries = new HashMap<>();

    private static final class Entry {
        private byte[] hash = new byte[0];
        private @Nullable StoredAnswer answer;
    }

    @Override
    public synchronized Claim claim(CommandKey key, byte[] hash, @Nullable TokenUse token) {
        Entry known = entries.get(key);
        if (known == null && full) {
            return Claim.Refused.FULL;
        }
        if (known == null) {
            Entry entry = new Entry();
            entry.hash = hash;
            entries.put(key, entry);
            return new Claim.Fresh(new Run(key, entry));
        }
        if (!Arrays.equals(known.hash, hash)) {
            return key.jti() == null ? Claim.Refused.ID_USED : Claim.Refused.TOKEN_USED;
        }
        StoredAnswer answer = known.answer;
        return answer == null ? Claim.Refused.UNDER_WAY : new Claim.Stored(answer);
    }

    private synchronized void note(String what) {
        log.add(what);
    }

    private final class Run implements Execution {
        private final CommandKey key;
        private final Entry entry;

        Run(CommandKey key, Entry entry) {
            this.key = key;
            this.entry = entry;
        }

        @Override
        public boolean start() {
            note("started");
            if (diskRefuses) {
                release();
            }
            return !diskRefuses;
        }

        @Override
        public void finish(StoredAnswer answer, Runnable then) {
            synchronized (FakeLedger.this) {
                if (losesAnswers-- > 0) {
                    throw new OutOfMemoryError("of this test");
                }
                note("finished " + answer.status());
                entry.answer = answer;
            }
            then.run();
        }

        @Override
        public void release() {
            synchronized (FakeLedger.this) {
                note("released");
                entries.remove(key);
            }
        }
    }

    @Override
    public void amend(CommandKey key, StoredAnswer answer, Runnable then) {
        then.run();
    }

    @Override
    public long floor(String keyId) {
        return 0;
    }

    @Override
    public long latestTime() {
        return 0;
    }
}
